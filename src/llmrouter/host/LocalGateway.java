package llmrouter.host;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;

import llmrouter.cli.CliError;
import llmrouter.cli.Invocation;
import llmrouter.config.Config;
import llmrouter.config.Settings;
import llmrouter.files.FileError;
import llmrouter.server.GatewayServer;
import llmrouter.server.ListenAddress;
import llmrouter.server.ServerContext;
import llmrouter.server.Takeover;
import llmrouter.service.Instance;

/// A gateway that a command has started and that it must end.
public record LocalGateway(GatewayServer server, ListenAddress address) {
    /// How long a gateway serves its existing connections after a handover: longer than any answer may take.
    private static final Duration AFTERLIFE = Duration.ofMinutes(15);

    /// @throws CliError the address cannot be had, with what to do about it
    public static LocalGateway start(Invocation invocation, ListenAddress listen, Settings settings, ServerContext context, Config config) throws IOException {
        return start(invocation, listen, settings, context, config, taken -> {
            throw refusal(listen, taken);
        });
    }

    /// @param takeovers asked if the address is in use
    public static LocalGateway start(Invocation invocation, ListenAddress listen, Settings settings, ServerContext context, Config config,
            Takeover.Policy takeovers) throws IOException {
        try {
            return new LocalGateway(GatewayServer.start(listen, settings, context, config, invocation::say, takeovers), listen);
        } catch (BindException taken) {
            throw refusal(listen, taken);
        } catch (FileError unusable) {
            throw CliError.usage(unusable.getMessage());
        }
    }

    /// Why an address cannot be had, and what to do about it.
    static CliError refusal(ListenAddress listen, BindException error) {
        String address = Instance.shown(listen.host()) + ":" + listen.port();
        if (!isTaken(error)) return CliError.failed("cannot listen on " + address + ": " + error.getMessage() + "; is --host an address of this machine?");
        String holder = PortHolder.of(listen.port());
        return CliError.failed("cannot listen on " + address + ": " + (holder == null ? "another program" : holder)
            + " has that port; end it, or choose another port with --port=N (--port=0 takes any free one)");
    }

    /// Whether somebody has the address, rather than that it is nobody's to have.
    static boolean isTaken(BindException error) {
        return error.getMessage() != null && error.getMessage().contains("in use");
    }

    /// Whether only this machine can reach an address.
    /// @throws CliError there is no such host
    public static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException _) {
            throw CliError.usage("there is no address '" + host + "' to listen on; --host wants a name or address of this machine");
        }
    }

    /// Where clients on this machine find it.
    public String url() {
        return Instance.url(address.scheme(), address.host(), server.port());
    }

    /// Serves until somebody asks the command to end, then lets requests finish for so long.
    /// @return whether it has ended for another gateway to take over
    public boolean serve(Invocation invocation, Duration drain) throws InterruptedException {
        StopSignal stop = invocation.shell().stop();
        try (server) {
            invocation.shell().out().flush();
            if (!stop.await()) {
                drain(invocation, drain);
                return false;
            }
            invocation.say("another gateway takes over; finishing what is under way");
            var hurry = Thread.ofVirtual().start(() -> hurry(invocation, stop, drain));
            server.handOver(AFTERLIFE);
            hurry.interrupt();
            return true;
        }
    }

    private void drain(Invocation invocation, Duration drain) {
        invocation.say("stopping: letting requests finish for up to " + drain.toSeconds() + " s");
        server.drain(drain);
    }

    private void hurry(Invocation invocation, StopSignal stop, Duration drain) {
        try {
            stop.awaitStop();
            drain(invocation, drain);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // it has ended
        }
    }
}
