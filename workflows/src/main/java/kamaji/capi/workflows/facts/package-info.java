// SPDX-License-Identifier: Apache-2.0
/** What is known about one cluster at one moment: small records, no Kubernetes types. */
@NullMarked
package kamaji.capi.workflows.facts;

import org.jspecify.annotations.NullMarked;
