// Prints what a release of Apache Kafka answers to ApiVersions, read from its own classes:
//   java -cp 'kafka-clients.jar:kafka-server-common.jar' record_releases.java RELEASE
// A line for each API of a broker's listener, and one for each feature, with tabs between the words:
//   RELEASE api NAME KEY LAST-VERSION
//   RELEASE feature NAME FIRST-LEVEL LAST-LEVEL LEVEL-OF-A-NEW-CLUSTER
// Versions and levels that the release marks as unstable are left out. It uses reflection, as
// classes were renamed between releases.
import java.lang.reflect.Field;
import java.util.List;
import java.util.Optional;

public class record_releases {
  private static final String COMMON = "org.apache.kafka.server.common.";

  public static void main(String[] args) throws Exception {
    printApis(args[0]);
    printFeatures(args[0]);
  }

  private static Object call(Object target, String method) throws Exception {
    var found = target.getClass().getMethod(method);
    found.setAccessible(true);
    return found.invoke(target);
  }

  private static Field fieldOf(Class<?> type, String... names) throws Exception {
    for (var name : names) {
      try {
        return type.getField(name);
      } catch (NoSuchFieldException next) {
        continue;
      }
    }
    throw new NoSuchFieldException(String.join(", ", names));
  }

  private static void printApis(String release) throws Exception {
    var apiKeys = Class.forName("org.apache.kafka.common.protocol.ApiKeys");
    var listeners = Class.forName("org.apache.kafka.common.message.ApiMessageType$ListenerType");
    var broker = listeners.getField("BROKER").get(null);
    var names = apiKeys.getField("name");
    for (var api : apiKeys.getEnumConstants()) {
      if (!(Boolean) apiKeys.getMethod("inScope", listeners).invoke(api, broker)) continue;
      var told = (Optional<?>) apiKeys.getMethod("toApiVersion", boolean.class).invoke(api, false);
      if (told.isEmpty()) continue;
      System.out.printf("%s\tapi\t%s\t%s\t%s%n", release, names.get(api),
          call(told.get(), "apiKey"), call(told.get(), "maxVersion"));
    }
  }

  private static void printFeatures(String release) throws Exception {
    var versions = Class.forName(COMMON + "MetadataVersion");
    var first = fieldOf(versions, "MINIMUM_VERSION", "MINIMUM_KRAFT_VERSION").get(null);
    var last = fieldOf(versions, "LATEST_PRODUCTION").get(null);
    printFeature(release, "metadata.version", call(first, "featureLevel"),
        call(last, "featureLevel"), call(last, "featureLevel"));
    Class<?> features;
    try {
      features = Class.forName(COMMON + "Feature");
    } catch (ClassNotFoundException older) {
      try {
        features = Class.forName(COMMON + "Features");
      } catch (ClassNotFoundException oldest) {
        return; // of the first releases, metadata.version was the only one
      }
    }
    List<?> all;
    try {
      all = (List<?>) features.getField("PRODUCTION_FEATURES").get(null);
    } catch (NoSuchFieldException oldest) {
      return;
    }
    for (var feature : all) {
      var most = (Short) call(feature, "latestProduction");
      if (most == 0) continue;
      printFeature(release, call(feature, "featureName"), leastOf(feature), most,
          levelAt(features, feature, versions, last));
    }
  }

  private static Object leastOf(Object feature) throws Exception {
    try {
      return call(feature, "minimumProduction");
    } catch (NoSuchMethodException older) {
      return 0;
    }
  }

  private static Object levelAt(Class<?> features, Object feature, Class<?> versions, Object version)
      throws Exception {
    for (var name : List.of("defaultLevel", "defaultValue")) {
      try {
        return features.getMethod(name, versions).invoke(feature, version);
      } catch (NoSuchMethodException next) {
        continue;
      }
    }
    throw new NoSuchMethodException("defaultLevel");
  }

  private static void printFeature(String release, Object name, Object least, Object most,
      Object level) {
    System.out.printf("%s\tfeature\t%s\t%s\t%s\t%s%n", release, name, least, most, level);
  }
}
