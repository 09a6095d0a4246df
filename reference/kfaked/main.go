// kfaked runs kfake, franz-go's fake Kafka, as a process of its own: kfaked PORT [NODES]
package main

import (
	"fmt"
	"os"
	"strconv"

	"github.com/twmb/franz-go/pkg/kfake"
)

func number(argument int, otherwise int) int {
	if len(os.Args) <= argument {
		return otherwise
	}
	value, err := strconv.Atoi(os.Args[argument])
	if err != nil {
		fmt.Fprintln(os.Stderr, "usage: kfaked PORT [NODES]")
		os.Exit(2)
	}
	return value
}

func main() {
	first, nodes := number(1, 9092), number(2, 1)
	ports := []int{}
	for i := 0; i < nodes; i++ {
		ports = append(ports, first+i)
	}
	cluster, err := kfake.NewCluster(kfake.NumBrokers(nodes), kfake.Ports(ports...), kfake.AllowAutoTopicCreation())
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(cluster.ListenAddrs())
	select {}
}
