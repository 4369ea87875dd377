package llmrouter.cli.system;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import llmrouter.cli.Invocation;
import llmrouter.files.ForeignFile;
import llmrouter.json.Json;
import llmrouter.json.JsonError;

/// Addresses of this machine that clients are told, with nothing behind them: in the variables of this shell, and in
/// the settings of Claude Code.
final class ClientChecks {
    private static final int CONNECT_MS = 500;
    private static final List<String> VARIABLES = List.of("ANTHROPIC_BASE_URL", "OPENAI_BASE_URL");

    private ClientChecks() {}

    static List<DoctorFinding> of(Invocation in) {
        var addresses = new LinkedHashMap<String, String>();
        for (String name : VARIABLES) {
            if (in.shell().environment().get(name) instanceof String url) addresses.put("the variable " + name, url);
        }
        Path settings = in.shell().home().resolve(".claude").resolve("settings.json");
        String configured = ofClaudeCode(settings);
        if (configured != null) addresses.put(settings.toString(), configured);
        var findings = new ArrayList<DoctorFinding>();
        for (Map.Entry<String, String> one : addresses.entrySet()) check(one.getKey(), one.getValue(), findings);
        return findings;
    }

    private static String ofClaudeCode(Path settings) {
        try {
            var file = new ForeignFile(settings, settings);
            return Json.parse(file.text(file.bytes())) instanceof Json.Obj all
                && all.get("env") instanceof Json.Obj env ? env.text(VARIABLES.getFirst()) : null;
        } catch (IOException | JsonError _) {
            return null; // none is there, or none that this program must understand
        }
    }

    private static void check(String where, String url, List<DoctorFinding> findings) {
        URI address;
        try {
            address = URI.create(url.strip());
        } catch (IllegalArgumentException _) {
            findings.add(DoctorFinding.warning("clients", "it names no address that a client could use", where, null));
            return;
        }
        String host = address.getHost();
        boolean local = host != null && (host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]"));
        if (!local) return;
        int port = address.getPort() < 0 ? 80 : address.getPort();
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MS);
            findings.add(DoctorFinding.ok("clients", "a program listens on " + host + ":" + port, where));
        } catch (IOException _) {
            findings.add(DoctorFinding.warning("clients", "it names " + host + ":" + port + ", where nothing listens",
                where, "start the gateway there, or correct the address"));
        }
    }
}
