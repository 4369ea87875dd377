package llmrouter.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

import llmrouter.json.Json;
import llmrouter.records.PassedThrough;
import llmrouter.routing.Candidate;
import llmrouter.routing.CandidateState;
import llmrouter.text.Plural;
import llmrouter.text.TimeWords;

/// What is said of models that are passed through and cannot be answered.
final class PassedWords {
    private PassedWords() {}

    /// A sentence about each provider that has models which cannot be answered:
    /// `p: 1 model that is passed through is on cooldown for another 9 min: auth_failed: the provider refused the key.`
    ///
    /// @param candidates as `GET /status` has them
    static List<String> of(List<Json.Obj> candidates, long now) {
        var sentences = new ArrayList<String>();
        for (Json.Obj sum : candidates) {
            if (!PassedThrough.isSum(sum)) continue;
            String provider = Candidate.providerOf(sum.text("ref"));
            List<Json.Obj> named = candidates.stream().filter(c -> PassedThrough.isFlagged(c) && c.has("until")
                && provider.equals(Candidate.providerOf(c.text("ref"))) && !StatusVerdict.answerable(c)).toList();
            if (!named.isEmpty()) sentences.add(sentence(provider, sum, named, now));
        }
        return sentences;
    }

    private static String sentence(String provider, Json.Obj sum, List<Json.Obj> named, long now) {
        long until = 0;
        boolean cooldown = true;
        boolean needsAPerson = false;
        var reasons = new LinkedHashSet<String>();
        var ofProvider = new LinkedHashSet<String>();
        for (Json.Obj candidate : named) {
            until = Math.max(until, Instant.parse(candidate.text("until")).toEpochMilli());
            cooldown &= CandidateState.parse(candidate.text("state")) == CandidateState.COOLDOWN;
            String reason = candidate.text("reason");
            if (reason != null) reasons.add(Meanings.ofEnd(reason));
            if (Meanings.concernsProvider(reason)) ofProvider.add(reason);
            needsAPerson |= Meanings.needsAPerson(reason);
        }
        long count = Math.max(named.size(), sum.number("paused", 0));
        String which = provider + ": " + Plural.of(count, "model") + (count == 1 ? " that is" : " that are")
            + " passed through" + (count == 1 ? " is " : " are ") + (cooldown ? "on cooldown" : "paused");
        String wait = (count == 1 ? " for another " : " for up to another ") + TimeWords.of(until - now);
        return which + wait + (reasons.isEmpty() ? "" : ": " + String.join("; ", reasons))
            + (ofProvider.isEmpty() ? "" : ". " + String.join(" and ", ofProvider)
                + (ofProvider.size() == 1 ? " concerns" : " concern")
                + " the whole provider, so its other models may fail too")
            + (needsAPerson ? "; " + Meanings.wake(provider) + "." : ".");
    }
}
