package llmrouter.server;

import java.net.InetAddress;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import com.sun.net.httpserver.HttpExchange;

import llmrouter.chat.ApiError;
import llmrouter.chat.GatewayError;
import llmrouter.http.HeaderMap;
import llmrouter.json.Json;
import llmrouter.state.StateStore;

/// `/control/…`: the way in for the operator's own commands (`stop`, `reload`, `status`, and a `start` that takes over). It opens to requests from this
/// machine that show the gateway's nonce, also while it drains; for everybody else there is no such path.
final class ControlDoor {
    /// The line after which the state that was left may be opened.
    static final String RELEASED = "released";
    private static final String PREFIX = "/control/";
    /// How long connections without a request are kept after making way. Most clients do not use one that has rested longer.
    private static final long LINGER_MS = 5_000;
    private static final long LOOK_MS = 200;

    private final Operator operator;
    private final StateStore state;
    private final Lifecycle presence;
    private final Supplier<Json.Obj> status;

    /// @param operator or null: then the door does not exist
    ControlDoor(Operator operator, StateStore state, Lifecycle presence, Supplier<Json.Obj> status) {
        this.operator = operator;
        this.state = state;
        this.presence = presence;
        this.status = status;
    }

    boolean admits(HttpExchange http, String path, HeaderMap headers) {
        if (operator == null || !path.startsWith(PREFIX)) return false;
        InetAddress peer = http.getRemoteAddress().getAddress();
        return (peer.isLoopbackAddress() || peer.equals(http.getLocalAddress().getAddress())) && operator.sends(headers);
    }

    /// @throws GatewayError there is nothing of that name
    void serve(String method, String path, ClientAnswer client, HeaderMap fields) throws Exception {
        switch (method + " " + path.substring(PREFIX.length())) {
            case "GET identity" -> reply(client, fields, operator.identity());
            case "GET status" -> reply(client, fields, status.get());
            case "POST reload" -> reply(client, fields, operator.reload());
            case "POST stop" -> {
                reply(client, fields, Json.object().put("stopping", true));
                operator.stop();
            }
            case "POST yield" -> {
                if (!operator.makeWay()) throw new GatewayError(ApiError.of(409, ApiError.Kind.INVALID_REQUEST, "The gateway is ending already."));
                leave(client, fields);
            }
            default -> throw new GatewayError(ApiError.of(404, ApiError.Kind.NOT_FOUND, "There is no such control."));
        }
    }

    private static void reply(ClientAnswer client, HeaderMap fields, Json.Obj body) throws ClientGoneException {
        client.reply(200, fields, body.toString(), false);
    }

    /// Leaves the state to whoever asked and stays until nobody is here any more. The open exchange keeps the server from closing the connections of
    /// clients that have no request under way: they may be about to send one.
    private void leave(ClientAnswer client, HeaderMap fields) throws InterruptedException {
        var lines = new LinkedBlockingQueue<String>();
        state.handOver(lines::add);
        lines.add(RELEASED + "\n");
        boolean heard = tell(() -> client.open(fields));
        while (!presence.quietFor(presence.stage() == Lifecycle.Stage.DRAINING ? 0 : LINGER_MS) || !lines.isEmpty()) {
            String line = lines.poll(LOOK_MS, TimeUnit.MILLISECONDS);
            if (heard) heard = tell(() -> client.write(line == null ? "\n" : line, false));
        }
        if (heard) tell(client::close);
    }

    @FunctionalInterface
    private interface Telling {
        void run() throws ClientGoneException;
    }

    /// @return false if the heir has gone; everybody else who is here is served all the same
    private static boolean tell(Telling telling) {
        try {
            telling.run();
            return true;
        } catch (ClientGoneException _) {
            return false;
        }
    }
}
