package llmrouter.server;

import java.net.InetAddress;
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
    private static final String PREFIX = "/control/";

    private final Operator operator;
    private final StateStore state;
    private final Lifecycle lifecycle;
    private final Supplier<Json.Obj> status;

    /// @param operator or null: then the door does not exist
    ControlDoor(Operator operator, StateStore state, Lifecycle lifecycle, Supplier<Json.Obj> status) {
        this.operator = operator;
        this.state = state;
        this.lifecycle = lifecycle;
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
                if (!operator.handOver()) throw new GatewayError(ApiError.of(409, ApiError.Kind.INVALID_REQUEST, "The gateway is ending already."));
                new Handover(state, lifecycle, client).run(fields);
            }
            default -> throw new GatewayError(ApiError.of(404, ApiError.Kind.NOT_FOUND, "There is no such control."));
        }
    }

    private static void reply(ClientAnswer client, HeaderMap fields, Json.Obj body) throws ClientGoneException {
        client.reply(200, fields, body.toString(), false);
    }
}
