package llmrouter.probe;

import llmrouter.config.Endpoints;
import llmrouter.probe.ProbeVerdict.Answered;
import llmrouter.probe.ProbeVerdict.Listed;
import llmrouter.probe.ProbeVerdict.Unproven;
import llmrouter.providers.ProviderAddress;
import llmrouter.text.Plural;
import llmrouter.text.Printable;

/// A question of a probe and its outcome, for people.
final class ProbeWords {
    private ProbeWords() {}

    static String subject(ProbeTask task) {
        if (task.model() == null) return "list of models at " + listUrl(task.place());
        String at = task.place().format().title() + " at " + task.place().shownUrl();
        return task.model().equals(ProbeCall.NO_MODEL) ? at : at + ", model " + Printable.of(task.model());
    }

    static String listUrl(ProbePlace place) {
        return place.shown(ProviderAddress.of(place.base(), place.format(), Endpoints.MODELS));
    }

    static String outcome(ProbeTask task) {
        boolean ofNoModel = ProbeCall.NO_MODEL.equals(task.model());
        return switch (task.verdict()) {
            case Listed _ -> Plural.of(task.offers().size(), "model");
            case Answered _ -> "ok";
            case Unproven(ProbeTrouble trouble, String detail, _, _) ->
                trouble == ProbeTrouble.UNKNOWN_MODEL && ofNoModel ? "ok" : trouble.word() + ": " + detail;
        };
    }
}
