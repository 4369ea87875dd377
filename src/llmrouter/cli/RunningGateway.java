package llmrouter.cli;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;

import llmrouter.config.Config;
import llmrouter.config.Settings;
import llmrouter.files.FileError;
import llmrouter.server.GatewayServer;
import llmrouter.server.ListenAddress;
import llmrouter.server.Premises;

/// A gateway that a command has started and that it must end.
record RunningGateway(GatewayServer server, ListenAddress address) {

    /// @param source where the configuration came from, for people
    /// @throws CliError the address cannot be had, with what to do about it
    static RunningGateway start(Invocation invocation, ListenAddress listen, Settings settings, String source, Config config) throws IOException {
        var premises = new Premises(invocation.shell().home(), source);
        try {
            return new RunningGateway(GatewayServer.start(listen, settings, premises, config, invocation::say), listen);
        } catch (BindException taken) {
            throw CliError.failed(explain(listen, taken));
        } catch (FileError unusable) {
            throw CliError.usage(unusable.getMessage());
        }
    }

    private static String explain(ListenAddress listen, BindException error) {
        String address = shown(listen.host()) + ":" + listen.port();
        boolean own = error.getMessage() != null && error.getMessage().contains("in use");
        if (!own) return "cannot listen on " + address + ": " + error.getMessage() + "; is --host an address of this machine?";
        String holder = PortHolder.of(listen.port());
        return "cannot listen on " + address + ": " + (holder == null ? "another program" : holder)
            + " has that port; end it, or choose another port with --port=N (--port=0 takes any free one)";
    }

    /// Whether only this machine can reach an address.
    /// @throws CliError there is no such host
    static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException _) {
            throw CliError.usage("there is no address '" + host + "' to listen on; --host wants a name or address of this machine");
        }
    }

    /// Where clients on this machine find it.
    String url() {
        return url(address.scheme(), address.host(), server.port());
    }

    static String url(String scheme, String host, int port) {
        boolean everywhere = host.equals("0.0.0.0") || host.equals("::");
        return scheme + "://" + shown(everywhere ? "127.0.0.1" : host) + ":" + port;
    }

    private static String shown(String host) {
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    /// Serves until somebody asks the command to end, then lets requests finish for so long.
    void serve(Invocation invocation, Duration drain) throws InterruptedException {
        try (server) {
            invocation.shell().out().flush();
            invocation.shell().stop().await();
            invocation.say("stopping: letting requests finish for up to " + drain.toSeconds() + " s");
            server.drain(drain);
        }
    }
}
