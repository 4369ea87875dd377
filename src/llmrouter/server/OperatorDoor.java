package llmrouter.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;

import llmrouter.chat.GatewayError;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.memory.Shortages;
import llmrouter.proof.Challenges;
import llmrouter.proof.MutualProof;
import llmrouter.server.connections.HeadRoom;
import llmrouter.server.log.RequestLog;

/// Where the operator's own commands are heard: a listener on 127.0.0.1 with connections and threads of its own, so
/// that clients of the gateway cannot fill it. It stays open while the gateway drains. [MutualProof] has the messages;
/// any other request is answered with 404, whatever its path is.
final class OperatorDoor implements HttpHandler, AutoCloseable {
    private static final Header CLOSE = new Header("connection", "close");
    /// Commands send no body.
    private static final int LONGEST_BODY = 64 << 10;
    private static final int BACKLOG = 64;
    /// Requests that have not proved themselves yet. The oldest one that is slow makes room for another.
    private static final int HEADS = 16;

    private final HttpServer http;
    private final RequestThreads threads;
    private final MutualProof proof;
    private final Challenges challenges;
    private final ControlCommands commands;
    private final RequestLog log;

    private OperatorDoor(HttpServer http, MutualProof proof, ControlCommands commands, RequestLog log) {
        this.http = http;
        this.threads = new RequestThreads(ClientTimes.USUAL, new HeadRoom(HEADS, false, new Shortages(_ -> {})));
        this.proof = proof;
        this.challenges = new Challenges(proof);
        this.commands = commands;
        this.log = log;
    }

    /// Listens on a free port.
    ///
    /// @param operator whose commands are run
    static OperatorDoor open(Operator operator, ControlCommands commands, RequestLog log) throws IOException {
        HttpServer http = HttpServer.create();
        http.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), BACKLOG);
        var proof = new MutualProof(operator.key(), ProcessHandle.current().pid(), http.getAddress().getPort());
        var door = new OperatorDoor(http, proof, commands, log);
        http.createContext("/", door);
        http.setExecutor(door.threads);
        http.start();
        return door;
    }

    int port() {
        return http.getAddress().getPort();
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        var request = IncomingRequest.of(exchange);
        request.answer().always(CLOSE);
        try {
            serve(exchange, request);
        } catch (ClientDisconnectedException | IOException _) {
            log.debug(request.id() + " the command has disconnected");
        } catch (InterruptedException _) {
            log.debug(request.id() + " was cut because the gateway stopped");
        } catch (Throwable e) {
            log.bug(request.id(), e);
        }
        if (!request.answer().complete()) throw new IOException("the connection of " + request.id() + " is cut");
    }

    private void serve(HttpExchange exchange, IncomingRequest request) throws Exception {
        HeaderMap fields = request.arrival().headers();
        String challenge = fields.get(MutualProof.CHALLENGE);
        String shown = fields.get(MutualProof.PROOF);
        String target = exchange.getRequestURI().toString();
        if (challenge == null || shown == null) noSuchPath(request);
        else if (target.equals(MutualProof.HELLO)) hello(request, challenge, shown);
        else command(exchange, request, target, challenge, shown);
    }

    private void hello(IncomingRequest request, String challenge, String shown) throws ClientDisconnectedException {
        boolean proven = MutualProof.isChallenge(challenge)
            && MutualProof.same(proof.commandHello(challenge), shown);
        if (!proven) {
            noSuchPath(request);
            return;
        }
        String ours = challenges.next();
        request.answer().always(new Header(MutualProof.CHALLENGE, ours));
        request.answer().always(new Header(MutualProof.PROOF, proof.gatewayHello(challenge, ours)));
        request.answer().reply(204, HeaderMap.EMPTY, "", false);
    }

    private void command(HttpExchange exchange, IncomingRequest request, String target, String challenge, String shown)
            throws Exception {
        byte[] body = body(exchange);
        String expected = proof.request(challenge, exchange.getRequestMethod(), target, body);
        // in this order: a challenge is used up by a proven request only
        if (!MutualProof.same(expected, shown) || !challenges.use(challenge)) {
            noSuchPath(request);
            return;
        }
        request.admitted();
        var command = new OperatorRequest(request, proof, expected);
        try {
            commands.run(command);
        } catch (GatewayError e) {
            command.refuse(e.error());
        } catch (RuntimeException e) {
            log.bug(request.id(), e);
            if (!request.answer().begun()) command.refuse(ExchangeRunner.ownFault(request.id()));
        }
    }

    private static byte[] body(HttpExchange exchange) throws IOException {
        ClientPace pace = ClientPace.CURRENT.get();
        InputStream bytes = pace.reading(exchange.getRequestBody(), null);
        byte[] body = bytes.readNBytes(LONGEST_BODY);
        pace.rest();
        return body;
    }

    private static void noSuchPath(IncomingRequest request) throws ClientDisconnectedException {
        request.answer().reply(404, HeaderMap.EMPTY, "", false);
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdown();
        threads.close();
    }
}
