package llmrouter.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import llmrouter.config.Auth;
import llmrouter.probe.ProbeResult.EndpointFinding;
import llmrouter.probe.ProbeResult.ListFinding;
import llmrouter.probe.ProbeResult.ModelFinding;
import llmrouter.probe.ProbeResult.Proof;
import llmrouter.probe.ProbeVerdict.Answered;
import llmrouter.probe.ProbeVerdict.Unproven;

/// Makes the result of a probe from its settled questions.
final class ProbeFindings {
    private ProbeFindings() {}

    static ProbeResult of(ProbeWish wish, List<ProbeTask> tasks, Map<ProbePlace, Auth> proven, int requests,
            boolean cancelled) {
        var lists = new ArrayList<ListFinding>();
        var models = new ArrayList<ModelFinding>();
        for (ProbeTask task : tasks) {
            if (task.model() == null) lists.add(list(task));
            else if (!task.model().equals(ProbeCall.NO_MODEL)) models.add(model(task));
        }
        var endpoints = new ArrayList<EndpointFinding>();
        for (ProbePlace place : wish.formats() ? wish.places() : List.<ProbePlace>of()) {
            List<ProbeTask> there = tasks.stream().filter(t -> t.model() != null && t.place().equals(place)).toList();
            endpoints.add(endpoint(place, there, proven.get(place)));
        }
        return new ProbeResult(List.copyOf(endpoints), List.copyOf(models), List.copyOf(lists), requests, cancelled);
    }

    private static ListFinding list(ProbeTask task) {
        String url = ProbeWords.listUrl(task.place());
        return task.verdict() instanceof Unproven(ProbeTrouble trouble, String detail, _, _)
            ? new ListFinding(url, null, List.of(), trouble, detail)
            : new ListFinding(url, task.auth(), List.copyOf(task.offers()), null, null);
    }

    private static ModelFinding model(ProbeTask task) {
        return switch (task.verdict()) {
            case Unproven(ProbeTrouble trouble, String detail, _, _) ->
                new ModelFinding(task.place(), task.model(), trouble, detail);
            case Answered(String evidence) -> new ModelFinding(task.place(), task.model(), null, evidence);
            case ProbeVerdict.Listed _ -> throw new IllegalStateException("a model is no list");
        };
    }

    /// An answer proves most, then a refusal of nothing but the model. Else the first trouble counts.
    private static EndpointFinding endpoint(ProbePlace place, List<ProbeTask> tasks, Auth auth) {
        Unproven read = null;
        Unproven first = null;
        for (ProbeTask task : tasks) {
            if (task.verdict() instanceof Answered(String evidence)) {
                return new EndpointFinding(place, auth, Proof.ANSWERED, evidence, null, null);
            }
            if (!(task.verdict() instanceof Unproven unproven)) continue;
            if (first == null) first = unproven;
            if (read == null && unproven.trouble() == ProbeTrouble.UNKNOWN_MODEL) read = unproven;
        }
        if (read != null) {
            String evidence = "it has read the request and refused the model: " + read.detail();
            return new EndpointFinding(place, auth, Proof.READ, evidence, null, null);
        }
        return new EndpointFinding(place, null, Proof.NONE, null, first.trouble(), first.detail());
    }
}
