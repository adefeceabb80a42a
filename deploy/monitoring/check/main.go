// SPDX-License-Identifier: Apache-2.0

// promql-check reads rule files of Prometheus (.yaml) and dashboards of Grafana (.json) with Prometheus' own parsers, says
// what is wrong with them, and prints the metrics that they use, one a line.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"sort"
	"strings"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/rulefmt"
	"github.com/prometheus/prometheus/promql/parser"
)

var (
	metrics = map[string]bool{}
	wrong   = false
	// Grafana puts a duration in place of these.
	intervals = regexp.MustCompile(`\$__(rate_)?interval`)
)

func main() {
	for _, file := range os.Args[1:] {
		if strings.HasSuffix(file, ".json") {
			dashboard(file)
		} else {
			rules(file)
		}
	}
	names := make([]string, 0, len(metrics))
	for name := range metrics {
		names = append(names, name)
	}
	sort.Strings(names)
	fmt.Println(strings.Join(names, "\n"))
	if wrong {
		os.Exit(1)
	}
}

func rules(file string) {
	groups, errs := rulefmt.ParseFile(file, false)
	for _, err := range errs {
		fail(file, err)
	}
	if groups == nil {
		return
	}
	for _, group := range groups.Groups {
		for _, rule := range group.Rules {
			expression(file, rule.Expr)
		}
	}
}

func dashboard(file string) {
	var content any
	text, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(text, &content)
	}
	if err != nil {
		fail(file, err)
		return
	}
	walk(file, content)
}

func walk(file string, node any) {
	switch value := node.(type) {
	case map[string]any:
		for key, child := range value {
			if text, isText := child.(string); isText && key == "expr" {
				expression(file, intervals.ReplaceAllString(text, "5m"))
			} else {
				walk(file, child)
			}
		}
	case []any:
		for _, child := range value {
			walk(file, child)
		}
	}
}

func expression(file, text string) {
	parsed, err := parser.ParseExpr(text)
	if err != nil {
		fail(file, fmt.Errorf("%s: %w", text, err))
		return
	}
	parser.Inspect(parsed, func(node parser.Node, _ []parser.Node) error {
		if selector, isSelector := node.(*parser.VectorSelector); isSelector {
			for _, matcher := range selector.LabelMatchers {
				if matcher.Name == labels.MetricName {
					metrics[matcher.Value] = true
				}
			}
		}
		return nil
	})
}

func fail(file string, err error) {
	wrong = true
	fmt.Fprintln(os.Stderr, file+":", err)
}
