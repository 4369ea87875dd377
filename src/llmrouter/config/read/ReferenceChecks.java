package llmrouter.config.read;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import llmrouter.config.Alias;
import llmrouter.config.Alias.AliasTarget;
import llmrouter.config.Finding;
import llmrouter.config.KnownNames;
import llmrouter.config.Provider;
import llmrouter.config.TargetGrammar;

/// Checks references from one part of a configuration to another, when the whole configuration has been read.
final class ReferenceChecks {
    private ReferenceChecks() {}

    static void checkTarget(String ref, JsonPath at, KnownNames known, FindingCollector findings) {
        if (isEvery(ref, at, known, findings)) return;
        if (known.configured(ref) != null) {
            warnIfDisabled(ref, at, known, findings);
            return;
        }
        AliasTarget weighted = TargetGrammar.target(ref, known);
        if (known.canonical(weighted.ref()) != null && !weighted.ref().equals(ref)) {
            findings.problem(at, Finding.quoted(ref) + " puts a weight into the reference",
                "write {\"ref\": \"" + weighted.ref() + "\", \"weight\": " + weighted.weight() + "}");
        } else if (known.canonical(ref) != null) {
            warnIfDisabled(ref, at, known, findings);
        } else {
            unknown(ref, at, known, findings);
        }
    }

    static void checkDefault(String ref, JsonPath at, KnownNames known, FindingCollector findings) {
        if (!isEvery(ref, at, known, findings)) checkUnknown(ref, at, known, findings);
    }

    /// As [#checkDefault]; `provider/*` is allowed too.
    static void checkUnknown(String ref, JsonPath at, KnownNames known, FindingCollector findings) {
        if (known.canonical(ref) == null) unknown(ref, at, known, findings);
        else warnIfDisabled(ref, at, known, findings);
    }

    static void checkFallback(String ref, String self, JsonPath at, KnownNames known, FindingCollector findings) {
        String canonical = known.canonical(ref);
        if (isEvery(ref, at, known, findings)) return;
        if (canonical == null) {
            unknown(ref, at, known, findings);
        } else if (canonical.indexOf('/') < 0) {
            findings.problem(at, Finding.quoted(ref) + " is an alias", "write a model as \"provider/model\"");
        } else if (canonical.equals(self)) {
            findings.problem(at, "is the model itself", "remove it");
        } else {
            warnIfDisabled(ref, at, known, findings);
        }
    }

    /// An unknown reference of a client key is only warned about: it gives the client nothing.
    static void checkAllowed(String ref, JsonPath at, KnownNames known, FindingCollector findings) {
        if (known.canonical(ref) == null && !isWholeProvider(ref, known)) {
            findings.warning(at, Finding.quoted(ref) + " is not a model or an alias", nearestFix(ref, known));
        }
    }

    private static boolean isEvery(String ref, JsonPath at, KnownNames known, FindingCollector findings) {
        if (!known.isEvery(ref)) return false;
        String provider = ref.substring(0, ref.length() - 1);
        findings.problem(at, Finding.quoted(ref) + " stands for every model of its provider",
            "write one of them, as \"" + provider + "MODEL\"");
        return true;
    }

    /// `provider/*`: all models of a provider.
    private static boolean isWholeProvider(String ref, KnownNames known) {
        for (Provider p : known.config().providers()) {
            if (ref.equals(p.id() + "/*")) return true;
        }
        return false;
    }

    private static void warnIfDisabled(String ref, JsonPath at, KnownNames known, FindingCollector findings) {
        if (known.disabled(ref)) {
            findings.warning(at, Finding.quoted(ref) + " is disabled and will not be used",
                "enable it or remove the reference");
        }
    }

    private static void unknown(String ref, JsonPath at, KnownNames known, FindingCollector findings) {
        findings.problem(at, Finding.quoted(ref) + " is not a model (provider/model) or an alias of this configuration",
            nearestFix(ref, known));
    }

    private static String nearestFix(String ref, KnownNames known) {
        List<String> near = known.nearest(ref);
        if (!near.isEmpty()) return "did you mean " + FindingCollector.list(near) + "?";
        if (known.all().isEmpty()) return "add a provider with that model first";
        return "known are " + FindingCollector.list(known.all());
    }

    /// Reports every cycle among the aliases once, with its path.
    static void checkCycles(JsonPath aliases, KnownNames known, FindingCollector findings) {
        var done = new HashSet<String>();
        for (String id : known.config().aliases().keySet()) {
            follow(id, aliases, known, findings, done, new ArrayDeque<>());
        }
    }

    private static void follow(String id, JsonPath aliases, KnownNames known, FindingCollector findings,
        Set<String> done, ArrayDeque<String> path) {
        if (path.contains(id)) {
            var cycle = new ArrayList<>(path.reversed());
            String way = String.join(" → ", cycle.subList(cycle.indexOf(id), cycle.size())) + " → " + id;
            findings.problem(aliases.member(id), "refers to itself: " + way, "remove one of these targets");
            return;
        }
        if (!done.add(id)) return;
        path.push(id);
        Alias alias = known.config().aliases().get(id);
        for (List<AliasTarget> tier : List.of(alias.targets(), alias.fallbackTargets())) {
            for (AliasTarget target : tier) {
                String next = known.canonical(target.ref());
                if (next != null && next.indexOf('/') < 0) follow(next, aliases, known, findings, done, path);
            }
        }
        path.pop();
    }
}
