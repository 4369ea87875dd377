package llmrouter.host;

import java.io.IOException;
import java.net.BindException;
import java.time.Duration;

import llmrouter.config.Config;
import llmrouter.config.Settings;
import llmrouter.files.FileError;
import llmrouter.server.GatewayServer;
import llmrouter.server.ListenAddress;
import llmrouter.server.ServerContext;
import llmrouter.server.takeover.Takeover;
import llmrouter.service.Instance;

/// One gateway in this process from the moment it listens: it serves until the stop signal, and then lets its
/// requests finish or hands over to another gateway. It knows nothing of other processes; for that there is
/// [OperatedGateway].
public final class GatewayRun {
    /// How long a gateway that has handed over serves the clients that are still connected: longer than any answer
    /// may take.
    private static final Duration HANDOVER_LIMIT = Duration.ofMinutes(15);

    private final HostContext context;
    private final GatewayServer server;
    private final ListenAddress address;

    private GatewayRun(HostContext context, GatewayServer server, ListenAddress address) {
        this.context = context;
        this.server = server;
        this.address = address;
    }

    /// Listens at an address that no other program has.
    ///
    /// @param config with all keys in it
    /// @throws HostError the address cannot be used, with what to do about it
    public static GatewayRun start(HostContext context, ListenAddress listen, Settings settings, ServerContext place,
            Config config) throws IOException {
        return start(context, listen, settings, place, config, taken -> {
            throw refusal(listen, taken);
        });
    }

    /// @param takeovers decides what to do if another program has the address
    static GatewayRun start(HostContext context, ListenAddress listen, Settings settings, ServerContext place,
            Config config, Takeover.Policy takeovers) throws IOException {
        try {
            var server = GatewayServer.start(listen, settings, place, config, context.messages(), takeovers);
            return new GatewayRun(context, server, listen);
        } catch (BindException taken) {
            throw refusal(listen, taken);
        } catch (FileError unusable) {
            throw HostError.usage(unusable.getMessage());
        }
    }

    /// Why an address cannot be used, and what to do about it.
    private static HostError refusal(ListenAddress listen, BindException error) {
        String start = "cannot listen on " + Instance.shown(listen.host()) + ":" + listen.port() + ": ";
        if (!isInUse(error)) {
            return HostError.failed(start + error.getMessage() + "; check that --host is an address of this machine");
        }
        String holder = PortHolder.of(listen.port());
        return HostError.failed(start + (holder == null ? "another program" : holder)
            + " has that port; end it, or choose another port with --port=N (--port=0 takes any free one)");
    }

    /// Whether another program has the address; otherwise it is not an address of this machine, or not this user's to
    /// use.
    static boolean isInUse(BindException error) {
        return error.getMessage() != null && error.getMessage().contains("in use");
    }

    GatewayServer server() {
        return server;
    }

    /// Where clients on this machine find it.
    public String url() {
        return Instance.url(address.scheme(), address.host(), server.port());
    }

    /// Serves until the stop signal, then lets requests finish.
    ///
    /// @param drain how long they may take
    /// @return whether it has ended in favour of another gateway
    public boolean serve(Duration drain) throws InterruptedException {
        context.stop().onSecond(server::giveUp);
        try (server) {
            boolean handsOver = context.stop().await();
            if (handsOver) handOver(drain);
            else drain(drain);
            return handsOver;
        }
    }

    private void drain(Duration drain) {
        context.say("stopping: letting requests finish for up to " + drain.toSeconds() + " s");
        server.drain(drain);
    }

    /// A stop during the handover shortens it.
    private void handOver(Duration drain) {
        context.say("another gateway takes over; finishing the requests under way");
        Thread stop = Thread.ofVirtual().start(() -> drainWhenStopped(drain));
        server.handOver(HANDOVER_LIMIT);
        stop.interrupt();
    }

    private void drainWhenStopped(Duration drain) {
        try {
            context.stop().awaitStop();
            drain(drain);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the handover is over
        }
    }
}
