package llmrouter.cli.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import llmrouter.cli.Invocation;
import llmrouter.files.FileError;
import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Obj;
import llmrouter.service.Instance;
import llmrouter.service.Instances;
import llmrouter.service.LocalAnswer;
import llmrouter.service.LocalCall;
import llmrouter.text.Printable;

/// What each running gateway of a configuration file made of a change that was saved.
record ChangeTakers(List<Taker> all) {
    /// A gateway reads its keys again with each change, and a command that prints a key may take ten seconds.
    private static final int ANSWER_MS = 15_000;
    private static final String LOCKED =
        ": it has no key any more and refuses every request until it gets one or is restarted";

    /// @param taken    whether it uses the file as it is now
    /// @param locked   whether it refuses every request, because its last key was removed
    /// @param said     what changed, or why it does not use it
    /// @param warnings each a line
    record Taker(String url, boolean taken, boolean locked, String said, List<String> warnings) {
        private static Taker without(Instance gateway, String why) {
            return new Taker(gateway.url(), false, false, why, List.of());
        }
    }

    /// No gateway was asked.
    static ChangeTakers none() {
        return new ChangeTakers(List.of());
    }

    /// Makes each running gateway of this file look at it, and prints what they said at the end of the command; with
    /// `--json` the command's JSON has it.
    ///
    /// @param keyless the digest of the saved text if the user has confirmed that it has no key for clients, else null
    static ChangeTakers ask(Invocation in, Path file, String keyless) {
        var all = new ArrayList<Taker>();
        for (Instance gateway : Instances.in(in.shell().home(), in::say).runningWith(file)) {
            all.add(ask(gateway, keyless));
        }
        var takers = new ChangeTakers(List.copyOf(all));
        if (!in.arguments().isOn("json")) in.atEnd(() -> takers.print(in));
        return takers;
    }

    private static Taker ask(Instance gateway, String keyless) {
        String look = keyless == null ? "look" : "look?keyless=" + keyless;
        try {
            return of(gateway, LocalCall.control(gateway, "POST", look, ANSWER_MS));
        } catch (IOException e) {
            return Taker.without(gateway, "it cannot be asked: " + FileError.words(e));
        }
    }

    private static Taker of(Instance gateway, LocalAnswer answer) {
        if (answer.isOk()) {
            Obj body = answer.body();
            return new Taker(gateway.url(), body.isTrue("taken"), body.isTrue("locked"), clause(body.text("said")),
                body.texts("warnings"));
        }
        String why = answer.status() != 404 ? "it " + answer.why()
            : "it is version " + gateway.version() + ", which does not say; run 'llm-router reload'";
        return Taker.without(gateway, why);
    }

    /// What a gateway said, in one line. Of a refusal only the reasons.
    private static String clause(String said) {
        List<String> lines = said.lines().map(String::strip).toList();
        return String.join("; ", lines.size() > 1 ? lines.subList(1, lines.size()) : lines);
    }

    /// `[{"url":"…","taken":true,"locked":false,"said":"…","warnings":[]}]`
    Arr json() {
        Arr list = Json.array();
        for (Taker taker : all) {
            list.add(Json.object().put("url", taker.url).put("taken", taker.taken).put("locked", taker.locked)
                .put("said", taker.said).put("warnings", Json.strings(taker.warnings)));
        }
        return list;
    }

    private void print(Invocation in) {
        boolean leftOut = false;
        for (Taker taker : all) {
            if (taker.taken) in.print("taken by " + taker.url + (taker.locked ? LOCKED : ""));
            else in.say("not taken by " + taker.url + ": " + Printable.of(taker.said));
            for (String warning : taker.warnings) in.say("warning: " + taker.url + ": " + Printable.of(warning));
            leftOut |= taker.warnings.stream().anyMatch(warning -> warning.contains(" is left out: the environment "));
        }
        if (leftOut) in.say("note: --api-key-file and --api-key-stdin give a key without a restart of the gateway");
    }
}
