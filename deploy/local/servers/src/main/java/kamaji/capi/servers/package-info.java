// SPDX-License-Identifier: Apache-2.0

/**
 * Real servers as processes of this machine, for tests and for the local stack: etcd, kube-apiserver,
 * kube-controller-manager and Temporal's development server. All of them listen on loopback only and none outlives the
 * JVM that started it.
 */
@NullMarked
package kamaji.capi.servers;

import org.jspecify.annotations.NullMarked;
