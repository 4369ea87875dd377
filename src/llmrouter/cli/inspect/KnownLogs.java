package llmrouter.cli.inspect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import llmrouter.cli.Invocation;
import llmrouter.files.RollingLog;
import llmrouter.host.GatewayInputs;
import llmrouter.json.Json;
import llmrouter.service.Instance;
import llmrouter.service.Instances;
import llmrouter.service.LocalAnswer;
import llmrouter.service.LocalCall;

/// Where requests may be logged: where a gateway that is started here would log them, and where the running gateways
/// do. A gateway that was started with other variables logs elsewhere, and so does the demo.
///
/// @param own     of this environment; null if it is switched off
/// @param running the log of each running gateway by its address; null for one that logs nothing
record KnownLogs(RollingLog own, Map<String, RollingLog> running) {

    /// Asks all gateways of the user that run, a demo included. What listens at the usual address and is in no list of
    /// this user is not asked: it could name any file.
    static KnownLogs of(Invocation invocation) throws IOException {
        GatewayInputs inputs = GatewayInputs.of(invocation.hostContext(), null);
        var running = new LinkedHashMap<String, RollingLog>();
        for (Instance gateway : Instances.in(invocation.shell().home(), invocation::say).running()) {
            add(running, gateway.url(), LocalCall.control(gateway, "GET", "status"));
        }
        return new KnownLogs(inputs.requestLog(), running);
    }

    private static void add(Map<String, RollingLog> running, String url, LocalAnswer answer) {
        if (!answer.isOk() || !"llm-router".equals(answer.body().text("name"))) return;
        Json.Obj log = answer.body().object("requestLog");
        String path = log == null ? null : log.text("path");
        boolean anotherUsers = path != null && Files.exists(Path.of(path)) && !Files.isReadable(Path.of(path));
        if (!anotherUsers) running.put(url, path == null ? null : RollingLog.at(Path.of(path)));
    }

    /// Whether several gateways run, so that a user wants to know which one had a request.
    boolean ofSeveral() {
        return running.size() > 1;
    }

    /// Each log once.
    RequestSearch search() {
        var logs = new ArrayList<RollingLog>();
        if (own != null) logs.add(own);
        for (RollingLog log : running.values()) {
            if (log != null && !logs.contains(log)) logs.add(log);
        }
        return new RequestSearch(logs);
    }

    /// A sentence about each running gateway.
    List<String> lines() {
        var lines = new ArrayList<String>();
        running.forEach((url, log) -> lines.add("The gateway on " + url
            + (log == null ? " logs no requests (LLM_ROUTER_REQUEST_LOG=off)" : " logs to " + log.path())));
        return lines;
    }
}
