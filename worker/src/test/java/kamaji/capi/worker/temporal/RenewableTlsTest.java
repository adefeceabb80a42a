// SPDX-License-Identifier: Apache-2.0
package kamaji.capi.worker.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.grpc.protobuf.services.HealthStatusManager;
import io.temporal.envconfig.ClientConfigTLS;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import kamaji.capi.worker.exit.StartFailure;
import kamaji.capi.worker.temporal.TestAuthority.Identity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenewableTlsTest {
    private final AtomicReference<String> caller = new AtomicReference<>("");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private final ServerInterceptor rememberCaller = new ServerInterceptor() {
        @Override
        public <A, B> ServerCall.Listener<A> interceptCall(
                ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
            caller.set(subject(call.getAttributes().get(io.grpc.Grpc.TRANSPORT_ATTR_SSL_SESSION)));
            return next.startCall(call, headers);
        }
    };

    private static String subject(SSLSession session) {
        try {
            return session.getPeerPrincipal().getName();
        } catch (SSLPeerUnverifiedException anonymous) {
            return "anonymous";
        }
    }

    private Server serve(Identity identity) throws Exception {
        SslContextBuilder tls = SslContextBuilder.forServer(
                        identity.certificate().toFile(), identity.key().toFile())
                .clientAuth(ClientAuth.REQUIRE)
                .trustManager(InsecureTrustManagerFactory.INSTANCE);
        return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sslContext(GrpcSslContexts.configure(tls).build())
                .addService(new HealthStatusManager().getHealthService())
                .intercept(rememberCaller)
                .build()
                .start();
    }

    private static void call(Server server, RenewableTls tls) throws InterruptedException {
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
                .sslContext(tls.context())
                .build();
        try {
            HealthGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(10, TimeUnit.SECONDS)
                    .check(HealthCheckRequest.getDefaultInstance());
        } finally {
            channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        }
    }

    private ClientConfigTLS mounted() {
        return ClientConfigTLS.newBuilder()
                .setClientCertPath(folder.resolve("tls.crt").toString())
                .setClientKeyPath(folder.resolve("tls.key").toString())
                .setServerCACertPath(folder.resolve("ca.crt").toString())
                .build();
    }

    private void mount(Identity identity) throws Exception {
        Files.copy(identity.certificate(), folder.resolve("tls.crt"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(identity.key(), folder.resolve("tls.key"), StandardCopyOption.REPLACE_EXISTING);
    }

    private void trust(Identity server) throws Exception {
        Files.copy(server.certificate(), folder.resolve("ca.crt"), StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void renewedCertificatesAreUsedByTheNextConnection() throws Exception {
        TestAuthority authority = new TestAuthority(folder);
        Identity firstServer = authority.issue("server-one");
        Identity secondServer = authority.issue("server-two");
        mount(authority.issue("client-one"));
        trust(firstServer);
        RenewableTls tls = new RenewableTls(mounted());
        Server one = serve(firstServer);
        Server two = serve(secondServer);
        try {
            call(one, tls);
            assertThat(caller).hasValue("CN=client-one");
            assertThatThrownBy(() -> call(two, tls)).isInstanceOf(StatusRuntimeException.class);

            mount(authority.issue("client-two"));
            trust(secondServer);
            tls.renew(mounted());

            call(two, tls);
            assertThat(caller).hasValue("CN=client-two");
        } finally {
            one.shutdownNow();
            two.shutdownNow();
        }
    }

    @Test
    void brokenRenewalLeavesTheOldInUse() throws Exception {
        TestAuthority authority = new TestAuthority(folder);
        Identity server = authority.issue("server");
        mount(authority.issue("client"));
        trust(server);
        RenewableTls tls = new RenewableTls(mounted());
        Server running = serve(server);
        try {
            Files.writeString(folder.resolve("tls.key"), "half a key");
            tls.renew(mounted());
            Files.delete(folder.resolve("tls.crt"));
            tls.renew(mounted());

            call(running, tls);
            assertThat(caller).hasValue("CN=client");
        } finally {
            running.shutdownNow();
        }
    }

    @Test
    void certificateWithoutKeyIsRefused() throws Exception {
        mount(new TestAuthority(folder).issue("client"));
        ClientConfigTLS half = ClientConfigTLS.newBuilder()
                .setClientCertPath(folder.resolve("tls.crt").toString())
                .build();

        assertThatThrownBy(() -> new RenewableTls(half))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("needs its key")
                .hasMessageContaining("TEMPORAL_TLS_CLIENT_KEY_");
    }

    @Test
    void missingFileIsNamed() {
        assertThatThrownBy(() -> new RenewableTls(mounted()))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("tls.crt");
    }
}
