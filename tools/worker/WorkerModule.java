package worker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import llmrouter.Version;
import llmrouter.gateway.Action;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.worker.HostedGateway;
import llmrouter.worker.HostedHead;
import llmrouter.worker.HostedRequest;
import llmrouter.worker.HostedZstd;
import llmrouter.worker.RoutingObject;
import llmrouter.worker.Step;
import llmrouter.zstd.ZstdException;

import org.teavm.jso.JSExport;

/// The exports of the compiled module: the core as JavaScript sees it. Everything here only converts: lists of fields
/// and variables are arrays of names and values in turn, times are milliseconds since 1970.
public final class WorkerModule {
    private WorkerModule() {}

    /// The gateway of an isolate ([HostedGateway#of]).
    ///
    /// @param variables names and values
    /// @param random    32 hexadecimal digits
    @JSExport
    public static Gateway gateway(String[] variables, boolean shared, String random, double now) {
        return new Gateway(HostedGateway.of(map(variables)::get, shared, Version.CURRENT,
            "g" + random.substring(0, 24), (long) now));
    }

    /// The shared state ([RoutingObject]).
    @JSExport
    public static State state(String[] variables, String[] journal, String random, double now) {
        return new State(new RoutingObject(map(variables)::get, List.of(journal), random.substring(0, 12),
            (long) now));
    }

    /// A decoder of a body in zstd.
    @JSExport
    public static Zstd zstd(int most) {
        return new Zstd(new HostedZstd(most));
    }

    private static Map<String, String> map(String[] pairs) {
        var map = new HashMap<String, String>();
        for (int i = 0; i + 1 < pairs.length; i += 2) map.put(pairs[i], pairs[i + 1]);
        return map;
    }

    private static HeaderMap fields(String[] pairs) {
        var fields = new ArrayList<Header>();
        for (int i = 0; i + 1 < pairs.length; i += 2) fields.add(new Header(pairs[i], pairs[i + 1]));
        return HeaderMap.of(fields);
    }

    private static String[] pairs(HeaderMap fields) {
        if (fields == null) return null;
        var pairs = new ArrayList<String>();
        for (Header field : fields.all()) {
            pairs.add(field.name());
            pairs.add(field.value());
        }
        return pairs.toArray(new String[0]);
    }

    /// [HostedGateway].
    public static final class Gateway {
        private final HostedGateway gateway;

        Gateway(HostedGateway gateway) {
            this.gateway = gateway;
        }

        @JSExport
        public String problem() {
            return gateway.problem();
        }

        @JSExport
        public Request begin(String method, String target, String[] headers, String address, String random,
                double now) {
            var head = new HostedHead(method, target, fields(headers), address);
            return new Request(gateway.begin(head, random, (long) now));
        }
    }

    /// [HostedRequest]: a method for each event.
    public static final class Request {
        private final HostedRequest request;

        Request(HostedRequest request) {
            this.request = request;
        }

        @JSExport
        public Todo start(double now) {
            return todo(request.start((long) now));
        }

        @JSExport
        public Todo body(String text, double now) {
            return todo(request.body(text, (long) now));
        }

        @JSExport
        public Todo bodyTooLarge() {
            return todo(request.bodyTooLarge());
        }

        @JSExport
        public Todo bodyNotUtf8() {
            return todo(request.bodyNotUtf8());
        }

        @JSExport
        public Todo bodyFailed(String detail, double now) {
            return todo(request.bodyFailed(detail, (long) now));
        }

        @JSExport
        public Todo stateAnswered(String text, double now) {
            return todo(request.stateAnswered(text, (long) now));
        }

        @JSExport
        public Todo stateFailed(double now) {
            return todo(request.stateFailed((long) now));
        }

        @JSExport
        public Todo told(double now) {
            return todo(request.told((long) now));
        }

        @JSExport
        public Todo answered(int status, String[] headers, double now) {
            return todo(request.answered(status, fields(headers), (long) now));
        }

        @JSExport
        public Todo collected(String text, double now) {
            return todo(request.collected(text, (long) now));
        }

        @JSExport
        public Todo collectedTooMuch(int limit, double now) {
            return todo(request.collectedTooMuch(limit, (long) now));
        }

        @JSExport
        public Todo chunk(String text, double now) {
            return todo(request.chunk(text, (long) now));
        }

        @JSExport
        public Todo ended(double now) {
            return todo(request.ended((long) now));
        }

        @JSExport
        public Todo failed(String detail, double now) {
            return todo(request.failed(detail, (long) now));
        }

        @JSExport
        public Todo elapsed(double now) {
            return todo(request.elapsed((long) now));
        }

        @JSExport
        public Todo sent(double now) {
            return todo(request.sent((long) now));
        }

        @JSExport
        public Todo abandoned(double now) {
            return todo(request.abandoned((long) now));
        }

        @JSExport
        public Todo crashed(double now) {
            return todo(request.crashed((long) now));
        }

        private static Todo todo(Step step) {
            return step == null ? null : new Todo(step);
        }
    }

    /// [Step]. Which members mean something depends on the kind.
    public static final class Todo {
        private final Step step;
        private final Action action;

        Todo(Step step) {
            this.step = step;
            this.action = step instanceof Step.Perform(Action performed) ? performed : null;
        }

        @JSExport
        public String kind() {
            return switch (step) {
                case Step.ReadBody _ -> "body";
                case Step.AskState _ -> "ask";
                case Step.TellState _ -> "tell";
                case Step.Done _ -> "done";
                case Step.Perform(Action performed) -> switch (performed) {
                    case Action.Call _ -> "call";
                    case Action.Collect _ -> "collect";
                    case Action.Stream _ -> "stream";
                    case Action.Relay _ -> "relay";
                    case Action.Await _ -> "await";
                    case Action.Pause _ -> "pause";
                    case Action.Reply _ -> "reply";
                    case Action.Close _ -> "close";
                    case Action.Consult _, Action.Report _, Action.Finish _ ->
                        throw new IllegalStateException("no step for the shim");
                };
            };
        }

        /// A message, a line of the log, a body, or a piece of a stream; null for a call without a body.
        @JSExport
        public String text() {
            return switch (step) {
                case Step.AskState(String message) -> message;
                case Step.TellState(String message) -> message;
                case Step.Done(String line) -> line;
                case Step.ReadBody _ -> "";
                case Step.Perform(Action performed) -> switch (performed) {
                    case Action.Call c -> c.request().body();
                    case Action.Relay r -> r.text();
                    case Action.Reply r -> r.body();
                    case Action.Close c -> c.text();
                    default -> "";
                };
            };
        }

        @JSExport
        public String url() {
            return action instanceof Action.Call c ? c.request().url() : "";
        }

        @JSExport
        public int status() {
            return action instanceof Action.Reply r ? r.status() : 200;
        }

        /// The fields of a request or of an answer; null if the answer's fields have been sent.
        @JSExport
        public String[] headers() {
            return switch (action) {
                case Action.Call c -> pairs(c.request().headers());
                case Action.Reply r -> pairs(r.headers());
                case Action.Relay r -> pairs(r.open());
                case Action.Close c -> pairs(c.open());
                case null, default -> null;
            };
        }

        @JSExport
        public boolean verbatim() {
            return switch (action) {
                case Action.Collect c -> c.verbatim();
                case Action.Stream s -> s.verbatim();
                case Action.Relay r -> r.verbatim();
                case Action.Reply r -> r.verbatim();
                case Action.Close c -> c.verbatim();
                case null, default -> false;
            };
        }

        /// How long to wait for the next event.
        @JSExport
        public double waitMs() {
            if (step instanceof Step.AskState) return HostedRequest.STATE_WAIT_MS;
            return switch (action) {
                case Action.Call c -> c.waitMs();
                case Action.Collect c -> c.waitMs();
                case Action.Stream s -> s.waitMs();
                case Action.Relay r -> r.waitMs();
                case Action.Await a -> a.waitMs();
                case Action.Pause p -> p.waitMs();
                case null, default -> 0;
            };
        }

        @JSExport
        public int limit() {
            if (step instanceof Step.ReadBody body) return body.limit();
            return action instanceof Action.Collect c ? c.limit() : 0;
        }

        /// Whether a longer body is cut at the limit.
        @JSExport
        public boolean cut() {
            return action instanceof Action.Collect c && c.cut();
        }

        @JSExport
        public String[] codings() {
            return step instanceof Step.ReadBody body ? body.codings().toArray(new String[0]) : null;
        }
    }

    /// [RoutingObject].
    public static final class State {
        private final RoutingObject object;

        State(RoutingObject object) {
            this.object = object;
        }

        @JSExport
        public String ask(String message, double now) {
            return object.ask(message, (long) now);
        }

        @JSExport
        public boolean replaces() {
            return object.replaces();
        }

        @JSExport
        public String[] takeLines() {
            return object.takeLines().toArray(new String[0]);
        }
    }

    /// [HostedZstd].
    public static final class Zstd {
        private final HostedZstd decoder;

        Zstd(HostedZstd decoder) {
            this.decoder = decoder;
        }

        @JSExport
        public String feed(String piece) {
            try {
                return decoder.feed(piece);
            } catch (ZstdException e) {
                throw new IllegalArgumentException(HostedZstd.told(e));
            }
        }

        @JSExport
        public void end() {
            try {
                decoder.end();
            } catch (ZstdException e) {
                throw new IllegalArgumentException(HostedZstd.told(e));
            }
        }
    }
}
