package llmrouter.demo;

/// How a simulated model fails, as its name says. Counts are of server-sent events; a whole answer is cut in its
/// middle instead.
public sealed interface FaultScript {
    /// Answers at once.
    record Healthy() implements FaultScript {}

    /// `slow`: half a second to the first token, then twenty tokens a second.
    record Slow() implements FaultScript {}

    /// `flaky-2`: the first two requests of each key to this model get a 503, later ones an answer.
    record Flaky(int failures) implements FaultScript {}

    /// `cut-5`: the connection breaks after five events.
    record Cut(int events) implements FaultScript {}

    /// `cutclean-5`: the answer ends after five events, as HTTP allows but the format does not.
    record CutClean(int events) implements FaultScript {}

    /// `status-429`: that status, with a `Retry-After` of a second. `busy` is `status-503`.
    record RefusedWith(int status) implements FaultScript {}

    /// `hang`: not even headers.
    record Hang() implements FaultScript {}

    /// `stall-3`: three events, then silence.
    record Stall(int events) implements FaultScript {}

    /// `garbage`: status 200, and nothing of it is JSON.
    record Garbage() implements FaultScript {}

    /// `error-event-3`: three events, then the format's own error event. A whole answer is a 529.
    record ErrorEvent(int events) implements FaultScript {}

    /// `empty`: status 200 and no body.
    record EmptyAnswer() implements FaultScript {}

    /// The script of a model's name; a `-tools` at its end is ignored. Unknown names are healthy.
    static FaultScript of(String model) {
        String name = model.endsWith("-tools") ? model.substring(0, model.length() - "-tools".length()) : model;
        int dash = name.lastIndexOf('-');
        int number = dash < 0 ? -1 : number(name.substring(dash + 1));
        return switch (number < 0 ? name : name.substring(0, dash)) {
            case "slow" -> new Slow();
            case "busy" -> new RefusedWith(503);
            case "hang" -> new Hang();
            case "garbage" -> new Garbage();
            case "empty" -> new EmptyAnswer();
            case "flaky" -> new Flaky(Math.max(1, number));
            case "cut" -> new Cut(Math.max(0, number));
            case "cutclean" -> new CutClean(Math.max(0, number));
            case "status" -> new RefusedWith(number >= 300 && number <= 599 ? number : 500);
            case "stall" -> new Stall(Math.max(0, number));
            case "error-event" -> new ErrorEvent(Math.max(0, number));
            default -> new Healthy();
        };
    }

    private static int number(String digits) {
        if (digits.isEmpty() || digits.length() > 4) return -1;
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') return -1;
        }
        return Integer.parseInt(digits);
    }
}
