// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.watcher.signals;

import io.temporal.common.SearchAttributeKey;
import java.util.List;

/** By what runs can be searched in Temporal, once these keywords are registered in its namespace. */
public final class SearchAttributeKeys {
    /** Namespace of the KamajiControlPlane. */
    public static final SearchAttributeKey<String> NAMESPACE = SearchAttributeKey.forKeyword("KcpNamespace");
    /** Name of the KamajiControlPlane. */
    public static final SearchAttributeKey<String> NAME = SearchAttributeKey.forKeyword("KcpName");
    /** Name of the owning Cluster. */
    public static final SearchAttributeKey<String> CLUSTER = SearchAttributeKey.forKeyword("KcpCluster");
    /** The Kubernetes version that was wanted when the run started. */
    public static final SearchAttributeKey<String> VERSION = SearchAttributeKey.forKeyword("KcpVersion");
    /** The data store that the control plane names. */
    public static final SearchAttributeKey<String> DATA_STORE = SearchAttributeKey.forKeyword("KcpDataStore");

    /** What the run is about: provision, upgrade, scale, delete and so on. */
    public static final SearchAttributeKey<String> PHASE = SearchAttributeKey.forKeyword("KcpPhase");

    /** All of them. */
    public static final List<SearchAttributeKey<String>> ALL =
            List.of(NAMESPACE, NAME, CLUSTER, VERSION, DATA_STORE, PHASE);

    private SearchAttributeKeys() {}
}
