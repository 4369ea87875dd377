package llmrouter.server;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import llmrouter.admission.GatewayStage;
import llmrouter.server.takeover.Takeover;
import llmrouter.state.StateStore;
import llmrouter.state.answers.AnswerMemory;

/// The old gateway hands its state and its memory of answers over to the new one, as one streamed answer, and stays
/// until its own requests have ended. [Takeover] is the other side.
///
/// Until then the server does not close the connections of clients that have no request under way: they may be about to
/// send one ([llmrouter.server.takeover.ListenerHold]).
final class Handover {
    /// How long idle connections are kept after the handover. Most clients do not use a connection again that was
    /// idle for longer.
    private static final long LINGER_MS = 5_000;
    /// How often to look whether the requests have ended; as often the new gateway gets an empty line.
    private static final long CHECK_MS = 200;

    private final StateStore state;
    private final AnswerMemory answers;
    private final Lifecycle lifecycle;
    private final OperatorRequest successor;
    private boolean connected = true;

    /// @param successor the new gateway's request
    Handover(SharedServices shared, OperatorRequest successor) {
        this.state = shared.state();
        this.answers = shared.answers();
        this.lifecycle = shared.lifecycle();
        this.successor = successor;
    }

    /// Returns when no request of a client is under way.
    void run() throws InterruptedException {
        try {
            handOver();
        } finally {
            lifecycle.handedOver().countDown();
        }
    }

    private void handOver() throws InterruptedException {
        var lines = new LinkedBlockingQueue<String>();
        state.handOver(lines::add);
        answers.handOver(lines::add);
        lines.add(Takeover.RELEASED + "\n");
        send(successor::open);
        // in this order: the queue can stay empty only when no request is under way
        while (!lifecycle.quietFor(lingerMs()) || !lines.isEmpty()) {
            String line = lines.poll(CHECK_MS, TimeUnit.MILLISECONDS);
            send(() -> successor.send(line == null ? "\n" : line));
        }
        send(successor::close);
    }

    private long lingerMs() {
        return lifecycle.stage() == GatewayStage.DRAINING ? 0 : LINGER_MS;
    }

    @FunctionalInterface
    private interface Sending {
        void run() throws ClientDisconnectedException;
    }

    /// If the new gateway has disconnected, nothing more is sent; the clients of this one are served all the same.
    private void send(Sending sending) {
        if (!connected) return;
        try {
            sending.run();
        } catch (ClientDisconnectedException _) {
            connected = false;
        }
    }
}
