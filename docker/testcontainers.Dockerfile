# Dogear as a substitute for Kafka's images: with a shell, the scripts that Testcontainers' Kafka modules call, and the
# log lines that they wait for. docker/build makes it; docs/container.md says more.
FROM scratch
COPY build/docker/busybox /bin/busybox
RUN ["/bin/busybox", "sh", "-c", "/bin/busybox --install -s /bin && mkdir -m 1777 /tmp && mkdir -p /usr/sbin"]
COPY docker/shims /
COPY build/release/dogear /usr/bin/dogear
# The modules edit these scripts, and write into the working directory.
RUN chown -R 1000:1000 /etc/kafka && mkdir -p /home/kafka && chown 1000:1000 /home/kafka
ENV KAFKA_LISTENERS=PLAINTEXT://0.0.0.0:9092 \
    DOGEAR_CONTROL=0.0.0.0:9644
EXPOSE 9092 9644
USER 1000:1000
WORKDIR /home/kafka
HEALTHCHECK --interval=1s --timeout=5s --start-period=30s CMD ["dogear", "readyz"]
CMD ["/etc/kafka/docker/run"]
