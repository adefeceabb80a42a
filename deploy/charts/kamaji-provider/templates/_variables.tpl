{{- /* The variables of the manifests, by the names that clusterctl has for them. */ -}}
{{- define "kamaji-provider.variables" -}}
CACPPK_DYNAMIC_INFRASTRUCTURE_CLUSTER_PATCH: {{ .Values.featureGates.dynamicInfrastructureClusterPatch | quote }}
CACPPK_EXTERNAL_CLUSTER_REFERENCE: {{ .Values.featureGates.externalClusterReference | quote }}
CACPPK_EXTERNAL_CLUSTER_REFERENCE_CROSS_NAMESPACE: {{ .Values.featureGates.externalClusterReferenceCrossNamespace | quote }}
CACPPK_SKIP_INFRA_CLUSTER_PATCH: {{ .Values.featureGates.skipInfraClusterPatch | quote }}
CACPPK_INFRASTRUCTURE_CLUSTERS: {{ join "," .Values.infrastructureClusters | default " " | quote }}
CACPPK_KUBEADM_BOOTSTRAP_SA_NAME: {{ .Values.kubeadmBootstrap.serviceAccount | quote }}
CACPPK_KUBEADM_BOOTSTRAP_SA_NAMESPACE: {{ .Values.kubeadmBootstrap.namespace | quote }}
CACPPK_TEMPORAL_ADDRESS: {{ include "kamaji-provider.temporalAddress" . | quote }}
CACPPK_TEMPORAL_NAMESPACE: {{ .Values.temporal.namespace | quote }}
{{- end }}

{{- define "kamaji-provider.temporalAddress" -}}
{{- if .Values.temporal.developmentServer.enabled -}}
kamaji-provider-temporal-development.{{ .Release.Namespace }}.svc:7233
{{- else -}}
{{ .Values.temporal.address }}
{{- end -}}
{{- end }}

{{- /* A manifest with its variables filled in: a list of the root and the path of the file. */ -}}
{{- define "kamaji-provider.filled" -}}
{{- $root := index . 0 -}}
{{- $text := $root.Files.Get (index . 1) -}}
{{- range $name, $value := include "kamaji-provider.variables" $root | fromYaml -}}
{{- $text = regexReplaceAllLiteral (printf "\\$\\{%s:=[^}]*}" $name) $text $value -}}
{{- end -}}
{{- $text -}}
{{- end }}
