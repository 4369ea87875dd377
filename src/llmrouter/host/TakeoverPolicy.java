package llmrouter.host;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;

import llmrouter.report.LocalTime;
import llmrouter.server.ListenAddress;
import llmrouter.server.takeover.Takeover;
import llmrouter.service.Instance;
import llmrouter.service.Instances;
import llmrouter.service.LocalAnswer;
import llmrouter.service.LocalCall;

/// Decides whether an address in use is taken over: only from a gateway of the same user that proves itself
/// ([llmrouter.proof.MutualProof]) and says that it listens there, and only if the user has not forbidden it. Any other
/// program is left alone.
///
/// A service manager starts its gateway again, which would then take over in turn. So a gateway of a service gives its
/// address only to another one that a service manager started.
///
/// @param instances the user's gateways
/// @param allowed   whether the user allows a takeover
/// @param managed   whether a service manager starts this gateway
record TakeoverPolicy(HostContext context, Instances instances, ListenAddress listen, boolean allowed,
        boolean managed) implements Takeover.Policy {

    @Override
    public Takeover.Request requestFor(BindException inUse) throws IOException {
        if (!GatewayRun.isInUse(inUse)) throw inUse;
        for (Instance other : instances.running()) {
            if (!listensHere(other)) continue;
            LocalAnswer identity = LocalCall.control(other, "GET", "identity");
            if (holdsPort(identity)) return requestTo(other);
            if (identity.isSilent() || identity.isOlder()) {
                throw HostError.failed(listens(other) + " and " + identity.why() + "; " + stopHint(other));
            }
            // another program listens at the port of this entry
        }
        throw inUse;
    }

    /// The entry of a gateway may be wrong about its port; the gateway itself is not.
    private boolean holdsPort(LocalAnswer identity) {
        return identity.isOk() && !identity.body().isTrue("draining")
            && identity.body().number("port", 0) == listen.port();
    }

    private boolean listensHere(Instance other) throws IOException {
        if (other.port() != listen.port()) return false;
        InetAddress theirs = InetAddress.getByName(other.host());
        InetAddress ours = InetAddress.getByName(listen.host());
        return ours.equals(theirs) || ours.isAnyLocalAddress() || theirs.isAnyLocalAddress();
    }

    private Takeover.Request requestTo(Instance other) {
        if (!allowed) {
            throw HostError.failed(listens(other) + "; " + stopHint(other)
                + ", or choose another port with --port=N (--port=0 takes any free one)");
        }
        if (other.terms().managed() && !managed) {
            throw HostError.failed(listens(other) + " and is run by a service manager, which would start it again; "
                + stopHint(other) + " first, or choose another port with --port=N (--port=0 takes any free one)");
        }
        context.say("taking over from process " + other.pid() + ", which runs since "
            + LocalTime.of(other.startedAt()));
        return () -> LocalCall.requestHandover(other);
    }

    private static String listens(Instance other) {
        return "your own gateway, process " + other.pid() + ", listens on " + other.url();
    }

    private static String stopHint(Instance other) {
        return "end it with 'llm-router stop --port=" + other.port() + "'";
    }
}
