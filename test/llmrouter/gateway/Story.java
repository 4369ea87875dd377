package llmrouter.gateway;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import llmrouter.admission.Endpoint;
import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.Format;
import llmrouter.config.read.ConfigReader;
import llmrouter.config.secrets.ConfigSecrets;
import llmrouter.gateway.failure.CallFailure;
import llmrouter.gateway.failure.FaultOwner;
import llmrouter.gateway.ExchangePolicy.TimeLimits;
import llmrouter.gateway.request.ClientRequest;
import llmrouter.gateway.request.UpstreamRequest;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.routing.HealthPolicy;
import llmrouter.routing.RetryPolicy;
import llmrouter.routing.RouteResolver;
import llmrouter.routing.RoutingTable;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

/// One exchange under a scripted clock, without a socket. A test says what the provider and the time do, and reads
/// what the exchange wants done. The shared state is a real routing table; what the client gets of a stream is kept as
/// its bytes, one character each.
public final class Story {
    static final ExchangePolicy POLICY = new ExchangePolicy(new TimeLimits(10_000, 60_000, 90_000, 120_000, 600_000,
        300_000),
        15_000, new RetryPolicy(3, 250, 3_000), false, false, false);

    /// Providers a and b of the format `openai`, c of `claude`; `m` falls back from a to b to c, or from c to b; `lone`
    /// falls back nowhere.
    static final String CONFIG = """
        {'version':2,'defaultModel':'a/lone','providers':[
        {'id':'a','baseUrl':'https://a.example','apiKey':'sk-secret-of-a','formats':['openai'],'models':[
         {'id':'m','fallbackModels':['b/m','c/m']},{'id':'lone'},
         {'id':'small','contextWindow':8000,'fallbackModels':['b/smaller','b/small','b/large','b/unknown']}]},
        {'id':'b','baseUrl':'https://b.example','apiKey':'sk-secret-of-b','formats':['openai'],'models':[
         {'id':'m'},{'id':'smaller','contextWindow':4000},{'id':'small','contextWindow':8000},
         {'id':'large','contextWindow':16000},{'id':'unknown'}]},
        {'id':'c','baseUrl':'https://c.example','apiKey':'sk-secret-of-c','formats':['claude'],'models':[
         {'id':'m','fallbackModels':['b/m']},{'id':'lone'}]},
        {'id':'d','baseUrl':'https://d.example','apiKey':'sk-secret-of-d','formats':['openai'],
         'models':[{'id':'m'},{'id':'deepseek-r1'}],
         'timeouts':{'firstByteMs':2000,'firstEventMs':1000,'answerMs':3000,'idleMs':500}},
        {'id':'e','baseUrl':'https://e.example','apiKey':'sk-secret-of-e','formats':['claude'],
         'models':[{'id':'lone'}]},
        {'id':'f','baseUrl':'https://f.example','apiKey':'sk-secret-of-f','formats':['responses'],
         'models':[{'id':'lone'}]}],
        'modelAliases':{'pair':{'strategy':'ordered','targets':['b/m','a/lone'],'fallbackTargets':['c/lone']},
        'mixed':{'strategy':'ordered','targets':['a/lone','f/lone']}}}""";

    private final Exchange exchange;
    private final RoutingTable state;
    private final String config;
    private final List<UpstreamRequest> calls = new ArrayList<>();
    private final StringBuilder stream = new StringBuilder();
    private long now = 1_000;
    private Action last;
    private HeaderMap head;
    private boolean closed;

    private Story(ExchangePolicy policy, ClientRequest request, RoutingTable state) {
        this(CONFIG, policy, request, state);
    }

    private Story(String config, ExchangePolicy policy, ClientRequest request, RoutingTable state) {
        this.config = config;
        this.state = state;
        var secrets = ConfigSecrets.of(config(config), List.of());
        exchange = new Exchange(new RouteResolver(config(config)), policy, request.hiding(secrets));
        take(exchange.start(now));
    }

    /// @param json in which `'` stands for `"`
    public static Config config(String json) {
        return assertInstanceOf(ValidConfig.class, ConfigReader.read(json.replace('\'', '"'), "test.json")).config();
    }

    public static ClientRequest request(Endpoint endpoint, Format format, String body, String... headers) {
        return new ClientRequest("req_1", endpoint, format, headers(headers), body, 1_750_000_000L, 7, "gw1");
    }

    public static HeaderMap headers(String... namesAndValues) {
        var fields = new ArrayList<Header>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.add(new Header(namesAndValues[i], namesAndValues[i + 1]));
        }
        return HeaderMap.of(fields);
    }

    public static Story of(ExchangePolicy policy, ClientRequest request) {
        var health = new HealthPolicy(45_000, 30_000, 900_000, 600_000, 120_000, 2, 30_000, 3_600_000);
        return new Story(policy, request, new RoutingTable(health, _ -> {}));
    }

    public static Story of(ClientRequest request) {
        return of(POLICY, request);
    }

    /// A request to a gateway with another configuration.
    public static Story of(String config, ExchangePolicy policy, ClientRequest request) {
        var health = new HealthPolicy(45_000, 30_000, 900_000, 600_000, 120_000, 2, 30_000, 3_600_000);
        return new Story(config, policy, request, new RoutingTable(health, _ -> {}));
    }

    /// A request to a gateway that remembers this story.
    public Story then(ExchangePolicy policy, ClientRequest request) {
        return new Story(config, policy, request, state);
    }

    /// A Messages request to a gateway that remembers this story.
    public Story then(String body) {
        return new Story(POLICY, request(Endpoint.MESSAGES, Format.CLAUDE, body.replace('\'', '"')), state);
    }

    /// A Chat Completions request to a gateway that remembers this story.
    public Story thenChat(String body) {
        return new Story(POLICY, request(Endpoint.CHAT, Format.OPENAI, body.replace('\'', '"')), state);
    }

    /// The same body's tokens are counted, by a gateway that remembers this story.
    public Story thenCounted(String body) {
        return new Story(POLICY, request(Endpoint.COUNT_TOKENS, Format.CLAUDE, body.replace('\'', '"')), state);
    }

    /// A Chat Completions request; `body` with `'` for `"`.
    public static Story chat(String body, String... headers) {
        return of(request(Endpoint.CHAT, Format.OPENAI, body.replace('\'', '"'), headers));
    }

    public static Story messages(String body, String... headers) {
        return of(request(Endpoint.MESSAGES, Format.CLAUDE, body.replace('\'', '"'), headers));
    }

    /// A plain Chat Completions request for a model.
    public static Story asking(String model) {
        return chat("{'model':'" + model + "','messages':[{'role':'user','content':'hi'}]}");
    }

    public static Story streaming(String model) {
        return chat(streamBody(model));
    }

    public static String streamBody(String model) {
        return "{'model':'" + model + "','stream':true,'messages':[{'role':'user','content':'hi'}]}";
    }

    public static Story streamingMessages(String model) {
        return messages("{'model':'" + model
            + "','stream':true,'max_tokens':100,'messages':[{'role':'user','content':'hi'}]}");
    }

    /// Answers what is asked of the shared state at once, and writes down what goes to the client.
    private void take(Action action) {
        last = action;
        switch (action) {
            case Action.Consult c -> take(exchange.picked(state.pick(c.request(), now), now));
            case Action.Report r -> {
                for (var outcome : r.outcomes()) state.report(outcome, now);
                take(exchange.reported(now));
            }
            case Action.Call c -> calls.add(c.request());
            case Action.Relay r -> write(r.open(), r.text(), r.verbatim());
            case Action.Close c -> {
                write(c.open(), c.text(), c.verbatim());
                closed = true;
            }
            case Action.Collect _, Action.Stream _, Action.Await _, Action.Pause _ -> {}
            case Action.Reply _, Action.Finish _ -> {}
        }
    }

    private void write(HeaderMap open, String text, boolean verbatim) {
        if (open != null) {
            if (head != null) throw new AssertionError("the stream was opened twice");
            head = open;
        }
        if (head == null) throw new AssertionError("written before it was opened: " + text);
        stream.append(verbatim ? text : latin1(text));
    }

    /// UTF-8 bytes, one character each.
    public static String latin1(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    // ── What happens ──

    public Story answered(int status, String... headers) {
        take(exchange.answered(status, headers(headers), now));
        return this;
    }

    /// The whole upstream body, also where the client asked for a stream.
    public Story body(String text) {
        if (!(last instanceof Action.Stream)) {
            take(exchange.body(text, now));
            return this;
        }
        chunk(text);
        return last instanceof Action.Await ? ended() : this;
    }

    /// A whole JSON answer, with `'` for `"`.
    public Story answer(int status, String json, String... headers) {
        return answered(status, headers).body(json.replace('\'', '"'));
    }

    /// The head of an event stream and its first pieces.
    public Story stream(String... chunks) {
        answered(200, "content-type", "text/event-stream");
        for (String chunk : chunks) chunk(chunk);
        return this;
    }

    public Story chunk(String text) {
        take(exchange.chunk(text, now));
        return this;
    }

    public Story ended() {
        take(exchange.ended(now));
        return this;
    }

    public Story broken(CallFailure.Kind kind) {
        return broken(new CallFailure(kind, "as the test says"));
    }

    public Story broken(CallFailure failure) {
        take(exchange.failed(failure, now));
        return this;
    }

    /// The call breaks by the fault of an owner.
    public Story broken(CallFailure.Kind kind, FaultOwner owner, String detail) {
        take(exchange.failed(new CallFailure(kind, owner, detail), now));
        return this;
    }

    /// Time passes without an event until the last action's wait is over.
    public Story silence() {
        long wait = wait(last);
        now += wait;
        take(exchange.elapsed(now));
        return this;
    }

    /// Time passes without any event.
    public Story later(long ms) {
        now += ms;
        return this;
    }

    /// The interpreter asks although the wait may not be over.
    public Story elapsed() {
        take(exchange.elapsed(now));
        return this;
    }

    public static long wait(Action action) {
        return switch (action) {
            case Action.Call a -> a.waitMs();
            case Action.Collect a -> a.waitMs();
            case Action.Stream a -> a.waitMs();
            case Action.Relay a -> a.waitMs();
            case Action.Await a -> a.waitMs();
            case Action.Pause a -> a.waitMs();
            case Action.Consult _, Action.Report _, Action.Reply _, Action.Close _, Action.Finish _ ->
                throw new AssertionError("no wait in " + action);
        };
    }

    // ── What came of it ──

    public Action last() {
        return last;
    }

    public long waitMs() {
        return wait(last);
    }

    /// Where the calls went: `a.example b.example …`.
    public String hosts() {
        var hosts = new ArrayList<String>();
        for (UpstreamRequest call : calls) hosts.add(call.url().substring(8, 9));
        return String.join(" ", hosts);
    }

    public UpstreamRequest call() {
        assertInstanceOf(Action.Call.class, last);
        return calls.getLast();
    }

    int callCount() {
        return calls.size();
    }

    public Action.Pause pause() {
        return assertInstanceOf(Action.Pause.class, last);
    }

    public Action.Reply reply() {
        return assertInstanceOf(Action.Reply.class, last);
    }

    public boolean closed() {
        return closed;
    }

    /// The head of the client's stream, or null.
    public HeaderMap head() {
        return head;
    }

    /// All that the client has of its stream.
    public String streamText() {
        return stream.toString();
    }

    /// The end of the story for the log.
    public Summary summary() {
        if (last instanceof Action.Finish finish) return finish.summary();
        take(exchange.sent(now));
        return assertInstanceOf(Action.Finish.class, last).summary();
    }

    public Summary abandoned() {
        take(exchange.abandoned(now));
        return assertInstanceOf(Action.Finish.class, last).summary();
    }
}
