package llmrouter.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.json.Json;
import llmrouter.json.JsonError;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Names in the configuration, in the environment, in the log and in what another program on the port answers have
/// terminal escapes, direction marks, invisible characters and line ends in them. No command prints one of these, and
/// none prints a line that such a name has made up.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileNamesTest {
    private static final String HOSTILE = "ev\u001b]0;PWNED\u0007\u009b31m\u202e\u2066\u200e\u200b\ufeff\u2028"
        + "\u007f\ud83d" + Character.toString(0xE0041) + "\rFORGED\nFORGED line";
    /// `demo` runs until it is stopped, `code` runs another program, and the others change this machine.
    private static final List<String> NOT_RUN = List.of("demo", "code", "startup", "install", "update");

    @TempDir
    private Path home;
    private final List<String> wrong = new ArrayList<>();
    private final TreeSet<String> ran = new TreeSet<>();

    private static String unsafe(String text) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            boolean control = c < 0x20 && c != '\n' && c != '\t' || c >= 0x7f && c < 0xa0;
            boolean direction = c == 0x61c || c >= 0x200b && c <= 0x200f || c >= 0x2028 && c <= 0x202e;
            boolean unseen = c >= 0x2060 && c <= 0x206f || c == 0xfeff || c >= 0xe0000 && c <= 0xe0fff;
            boolean half = c >= 0xd800 && c <= 0xdfff;
            if (control || direction || unseen || half) return String.format("U+%04X at %d", c, i);
        }
        return text.lines().anyMatch(line -> line.strip().startsWith("FORGED")) ? "a line that was made up" : null;
    }

    private void run(Map<String, String> environment, List<String> words) {
        ran.add(words.getFirst());
        CliRun run = CliRun.at(home, environment, words.toArray(String[]::new));
        String said = words.toString().replace(HOSTILE, "HOSTILE");
        for (String text : new String[] {run.out(), run.err()}) {
            String found = unsafe(text);
            String shown = Json.of(text.substring(0, Math.min(600, text.length()))).toString();
            if (found != null) wrong.add(said + ": " + found + ": " + shown);
        }
        if (words.contains("--json") && !isJson(run.out())) wrong.add(said + ": no JSON: " + run.out());
    }

    private static boolean isJson(String text) {
        try {
            Json.parse(text.strip());
            return true;
        } catch (JsonError _) {
            return false;
        }
    }

    private void runAll(Map<String, String> environment) throws IOException {
        Path file = home.resolve(".llm-router.json");
        byte[] config = Files.readAllBytes(file);
        for (Command command : CommandTable.standard().commands()) {
            var rows = new ArrayList<List<String>>();
            rows.add(List.of(command.name()));
            rows.add(List.of(command.name(), HOSTILE));
            rows.add(List.of(command.name(), "--" + HOSTILE));
            for (Operation operation : command.operations()) {
                rows.add(List.of(command.name(), operation.name()));
                rows.add(List.of(command.name(), operation.name(), HOSTILE));
            }
            for (List<String> row : rows) {
                if (row.stream().anyMatch(word -> NOT_RUN.stream().anyMatch(word::startsWith))) continue;
                Files.write(file, config);
                run(environment, row);
                if (command.flag("json") == null) continue;
                var json = new ArrayList<>(row);
                json.add(1, "--json");
                run(environment, json);
            }
        }
        Files.write(file, config);
        run(environment, List.of(HOSTILE));
        run(environment, List.of("route", "p/m"));
        run(environment, List.of("why", "--last"));
        run(environment, List.of("config", "list", "--config=" + home.resolve("ev\u001b[31m\u202e.json")));
        run(environment, List.of("start", "--port=" + environment.get("LLM_ROUTER_PORT")));
        run(environment, List.of("status", "--port=" + environment.get("LLM_ROUTER_PORT")));
    }

    private static HttpServer stranger(String body) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", http -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            http.sendResponseHeaders(200, bytes.length);
            http.getResponseBody().write(bytes);
            http.close();
        });
        server.start();
        return server;
    }

    /// @param json in which `V` is the hostile text, and `'` stands for `"`
    private static String json(String json) {
        return json.replace("V", Json.of(HOSTILE).toString()).replace('\'', '"');
    }

    private static String status() {
        return json("{'status':'ok','name':'llm-router','version':V,'pid':1,'host':V,'config':V,'state':{'backend':V},"
            + "'configRefusal':{'said':[V],'problem':V},'leftOut':[{'provider':V,'why':V}],'error':{'message':V},"
            + "'routes':[],'said':V}");
    }

    private static void logTo(Path log) throws IOException {
        Files.writeString(log, json("{'time':'2026-11-30T10:00:00Z','id':'req_1','format':'openai','model':V,"
            + "'route':{'type':'direct','ref':V,'strategy':V},'candidate':V,'status':500,'end':'temporary_error',"
            + "'streamed':false,'told':V,'attempts':[{'candidate':V,'status':500,'category':'temporary_error',"
            + "'number':1,'ms':1,'asked':V,'fix':V}],'skipped':[{'candidate':V,'reasons':[V]}],'losses':V,"
            + "'warnings':[V],'ms':{'total':1},'port':8787}") + "\n");
    }

    private void everyCommandIsClean(String config, Map<String, String> more) throws IOException {
        Files.writeString(home.resolve(".llm-router.json"), config);
        logTo(home.resolve("log"));
        HttpServer stranger = stranger(status());
        try {
            var environment = new HashMap<>(Map.of("LLM_ROUTER_PORT", "" + stranger.getAddress().getPort(),
                "LLM_ROUTER_REQUEST_LOG", home.resolve("log").toString()));
            environment.putAll(more);
            runAll(environment);
        } finally {
            stranger.stop(0);
        }
        assertEquals("", String.join("\n", wrong));
        assertTrue(ran.size() > 15, ran.toString());
    }

    @Test
    void aUsableConfigurationWithHostileNames() throws IOException {
        everyCommandIsClean(json("{'version':2,'more':V,'masterKeys':[{'name':'team','keySha256':'" + "0".repeat(64)
            + "'}],'providers':[{'id':'p','name':V,'baseUrl':'http://127.0.0.1:1/v1','apiKeyEnv':'NO_KEY',"
            + "'formats':['openai'],'models':['m',{'id':'n','name':V}]}]}"), Map.of());
    }

    @Test
    void aConfigurationThatHostileNamesMakeUnusable() throws IOException {
        everyCommandIsClean(json("{'version':2,'defaultModel':V,V:1,'aliases':{V:{'strategy':V,'targets':[V]}},"
            + "'masterKeys':[{'name':V,'keySha256':V}],'providers':[{'id':V,'name':V,'baseUrl':V,'apiKeyFile':V,"
            + "'formats':[V],'proxy':V,'headers':{V:V},'models':[V,{'id':V,'aliases':[V]}]}]}"), Map.of());
    }

    @Test
    void hostileTextThatIsNoJsonAndAHostileEnvironment() throws IOException {
        String half = HOSTILE.replace("\ud83d", "");
        everyCommandIsClean("{\"version\":2,\"providers\":[" + half, Map.of("LLM_ROUTER_HOST", HOSTILE,
            "LLM_ROUTER_STATE_BACKEND", HOSTILE, "LLM_ROUTER_LOG", HOSTILE, "LLM_ROUTER_RUOTER", HOSTILE,
            "HTTPS_PROXY", HOSTILE, "LLM_ROUTER_CA_FILE", HOSTILE));
    }
}
