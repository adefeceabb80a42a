// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.temporal;

import io.temporal.authorization.AuthorizationGrpcMetadataProvider;
import io.temporal.serviceclient.GrpcCompression;
import io.temporal.serviceclient.ServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;

/** How to talk to Temporal by a profile: address, TLS, API key and headers. */
final class ChannelSettings {
    private final TemporalProfile profile;
    private final RenewableCredentials credentials;

    ChannelSettings(TemporalProfile profile, RenewableCredentials credentials) {
        this.profile = profile;
        this.credentials = credentials;
    }

    /** Of stubs with a channel of their own. */
    WorkflowServiceStubsOptions.Builder channel() {
        WorkflowServiceStubsOptions.Builder builder =
                authorised(WorkflowServiceStubsOptions.newBuilder()).setTarget(profile.address());
        RenewableTls tls = credentials.tls();
        if (tls != null) {
            builder.setSslContext(tls.context());
        }
        String serverName = profile.tls() == null ? null : profile.tls().getServerName();
        if (serverName != null && !serverName.isEmpty()) {
            builder.setChannelInitializer(channel -> channel.overrideAuthority(serverName));
        }
        return builder;
    }

    /**
     * Stubs on a shared channel share its TLS, but each sends its own headers. What we send is small: to compress it costs
     * both sides more than it saves.
     */
    <B extends ServiceStubsOptions.Builder<B>> B authorised(B builder) {
        builder.setGrpcCompression(GrpcCompression.NONE);
        if (credentials.hasApiKey()) {
            builder.addGrpcMetadataProvider(
                    new AuthorizationGrpcMetadataProvider(() -> "Bearer " + credentials.apiKey()));
        }
        if (profile.headers() != null) {
            builder.addGrpcMetadataProvider(profile::headers);
        }
        return builder;
    }
}
