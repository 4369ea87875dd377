package llmrouter.scripted;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.junit.jupiter.api.Assumptions;

import llmrouter.json.Json;

/// A real browser without a window, driven over its DevTools protocol; without one installed the test is skipped.
public final class Browser implements AutoCloseable {
    private static final long PATIENCE_S = 20;

    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket socket;
    private CompletableFuture<WebSocket> sending;
    private long ids;
    private final Map<Long, CompletableFuture<Json.Obj>> asked = new ConcurrentHashMap<>();
    private final Map<String, Consumer<Json.Obj>> sessions = new ConcurrentHashMap<>();

    /// @param profile an empty folder
    public static Browser start(Path profile) throws IOException {
        String binary = installed();
        Assumptions.assumeTrue(binary != null, "neither chromium nor google-chrome is installed");
        return new Browser(binary, profile);
    }

    private static String installed() {
        for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
            for (String name : List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")) {
                if (Files.isExecutable(Path.of(folder, name))) return folder + "/" + name;
            }
        }
        return null;
    }

    /// It sees pages of ours alone, so that it needs no sandbox, which it could not have in every container.
    private Browser(String binary, Path profile) throws IOException {
        process = new ProcessBuilder(binary, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
            "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--disable-extensions", "--disable-renderer-backgrounding", "--disable-background-timer-throttling",
            "--remote-debugging-port=0", "--user-data-dir=" + profile, "about:blank").redirectErrorStream(true).start();
        socket = http.newWebSocketBuilder().buildAsync(URI.create(address()), new Listener()).join();
        sending = CompletableFuture.completedFuture(socket);
    }

    /// It says where it can be spoken to.
    private String address() throws IOException {
        var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        var said = new ArrayList<String>();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            said.add(line);
            if (!line.startsWith("DevTools listening on ")) continue;
            Thread.ofVirtual().start(() -> drain(out));
            return line.substring("DevTools listening on ".length());
        }
        throw new IOException("the browser did not start: " + said);
    }

    private static void drain(BufferedReader out) {
        try {
            while (out.readLine() != null) continue;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                take((Json.Obj) Json.parse(text.toString()));
                text.setLength(0);
            }
            from.request(1);
            return null;
        }
    }

    private void take(Json.Obj message) {
        if (message.has("id")) {
            asked.remove(message.number("id", 0)).complete(message);
        } else if (message.text("sessionId") instanceof String session) {
            if (sessions.get(session) instanceof Consumer<Json.Obj> page) page.accept(message);
        }
    }

    /// One message after the other, as a WebSocket wants it.
    ///
    /// @param session or null
    private synchronized CompletableFuture<Json.Obj> send(String session, String method, Json.Obj parameters) {
        long id = ++ids;
        var answer = new CompletableFuture<Json.Obj>();
        asked.put(id, answer);
        Json.Obj message = Json.object().put("id", id).put("sessionId", session).put("method", method);
        String text = message.put("params", parameters).toString();
        sending = sending.thenCompose(_ -> socket.sendText(text, true));
        return answer;
    }

    private Json.Obj ask(String session, String method, Json.Obj parameters) throws IOException {
        Json.Obj answer = send(session, method, parameters).orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
        if (answer.has("error")) throw new IOException(method + ": " + answer.get("error"));
        return answer.object("result");
    }

    /// A tab on a screen of this size.
    public Tab tab(int width, int height, boolean dark, boolean scripts) throws IOException {
        Json.Obj window = Json.object().put("url", "about:blank").put("newWindow", true);
        String target = ask(null, "Target.createTarget", window).text("targetId");
        Json.Obj attached = Json.object().put("targetId", target).put("flatten", true);
        String session = ask(null, "Target.attachToTarget", attached).text("sessionId");
        var tab = new Tab(target, session);
        sessions.put(session, tab::happened);
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) tab.ask(domain + ".enable", Json.object());
        tab.ask("Emulation.setDeviceMetricsOverride", Json.object().put("width", width).put("height", height)
            .put("deviceScaleFactor", 1).put("mobile", width < 600));
        tab.ask("Emulation.setEmulatedMedia", Json.object().put("features",
            Json.array(Json.object().put("name", "prefers-color-scheme").put("value", dark ? "dark" : "light"))));
        tab.ask("Emulation.setScriptExecutionDisabled", Json.object().put("value", !scripts));
        return tab;
    }

    @Override
    public void close() throws IOException {
        // in order, so that nothing writes to its folder any more
        ask(null, "Browser.close", Json.object());
        process.onExit().orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
        socket.abort();
        http.shutdownNow();
    }

    /// One tab with all that it complains about: exceptions, console errors, breaches of the content policy, failed
    /// loads.
    public final class Tab implements AutoCloseable {
        private final String target;
        private final String session;
        private final List<String> complaints = new CopyOnWriteArrayList<>();
        private volatile CompletableFuture<Void> loaded = new CompletableFuture<>();
        private volatile String password;

        private Tab(String target, String session) {
            this.target = target;
            this.session = session;
        }

        public Json.Obj ask(String method, Json.Obj parameters) throws IOException {
            return Browser.this.ask(session, method, parameters);
        }

        private void happened(Json.Obj message) {
            Json.Obj what = message.object("params");
            switch (message.text("method")) {
                case "Page.loadEventFired" -> loaded.complete(null);
                case "Runtime.exceptionThrown", "Log.entryAdded" -> complaints.add(what.toString());
                case "Runtime.consoleAPICalled" -> complaints.add("console: " + what);
                case "Fetch.requestPaused" -> send(session, "Fetch.continueRequest", requestOf(what));
                case "Fetch.authRequired" -> send(session, "Fetch.continueWithAuth",
                    requestOf(what).put("authChallengeResponse", credentials()));
                default -> {}
            }
        }

        private static Json.Obj requestOf(Json.Obj what) {
            return Json.object().put("requestId", what.text("requestId"));
        }

        /// A person types a password once.
        private Json.Obj credentials() {
            String once = password;
            password = null;
            if (once == null) return Json.object().put("response", "CancelAuth");
            return Json.object().put("response", "ProvideCredentials").put("username", "me").put("password", once);
        }

        public void signInWith(String key) throws IOException {
            password = key;
            ask("Fetch.enable", Json.object().put("handleAuthRequests", true));
        }

        public List<String> complaints() {
            return complaints;
        }

        public void open(String url) throws IOException {
            loaded = new CompletableFuture<>();
            ask("Page.navigate", Json.object().put("url", url));
            loaded.orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
        }

        public void offline(boolean off) throws IOException {
            ask("Network.emulateNetworkConditions", Json.object().put("offline", off).put("latency", 0)
                .put("downloadThroughput", -1).put("uploadThroughput", -1));
        }

        /// The value of an expression, as text.
        public String eval(String expression) throws IOException {
            Json.Obj question = Json.object().put("expression", "String(" + expression + ")").put("returnByValue", true);
            Json.Obj answer = ask("Runtime.evaluate", question);
            if (answer.has("exceptionDetails")) throw new IOException(expression + ": " + answer);
            return answer.object("result").text("value");
        }

        /// Returns when an expression has become true, told by the browser's own clock.
        public void until(String condition) throws IOException {
            Json.Obj answer = ask("Runtime.evaluate", Json.object().put("returnByValue", true).put("awaitPromise", true)
                .put("expression", """
                    new Promise((yes, no) => {
                      const began = Date.now();
                      (function look() {
                        if (%s) yes('yes');
                        else if (Date.now() - began > 15000) no('never');
                        else setTimeout(look, 20);
                      })();
                    })""".formatted(condition)));
            if ("yes".equals(answer.object("result").text("value"))) return;
            throw new AssertionError("never: " + condition + ": " + eval("document.body.innerText"));
        }

        @Override
        public void close() throws IOException {
            sessions.remove(session);
            Browser.this.ask(null, "Target.closeTarget", Json.object().put("targetId", target));
        }
    }
}
