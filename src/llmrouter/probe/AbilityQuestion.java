package llmrouter.probe;

import java.util.List;
import java.util.Locale;

import llmrouter.chat.Answer;
import llmrouter.chat.Conversation;
import llmrouter.chat.OutputFormat.JsonSchemaFormat;
import llmrouter.chat.Part;
import llmrouter.chat.Source;
import llmrouter.chat.Tool;
import llmrouter.chat.ToolChoice;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.probe.ModelAbilities.AbilityFinding;
import llmrouter.protocol.shape.BodyShape;

/// How a model is asked to show an ability, and what its answer shows.
///
/// @param number that the image of the question shows; a model that does not see it cannot guess it
record AbilityQuestion(ModelAbility ability, String number) {
    private static final String TOOL = "get_weather";
    private static final String CITY = "city";
    private static final String POPULATION = "population";
    /// Room for the thinking of models that think.
    private static final long TOKENS = 1_024;

    Conversation conversation(String model) {
        return switch (ability) {
            case TOOLS -> ProbeQuestion.conversation(model, said("What is the weather in Paris now? Use the tool."),
                List.of(tool()), new ToolChoice.AutoChoice(), TOKENS, null, false);
            case STREAMING -> ProbeQuestion.conversation(model, said("Count from 1 to 20, with commas between."),
                List.of(), null, TOKENS, null, true);
            case IMAGES -> ProbeQuestion.conversation(model, List.of(
                new Part.ImagePart(new Source.Base64Source("image/png", NumberImage.base64(number)), null, null),
                new Part.TextPart("Which number is in the image? Reply with its digits only.")), List.of(), null,
                TOKENS, null, false);
            case JSON_SCHEMA -> ProbeQuestion.conversation(model, said("Tell me about the capital of France."),
                List.of(), null, TOKENS, new JsonSchemaFormat("capital", null, schema(), true), false);
            case USAGE -> ProbeQuestion.conversation(model, said("Reply with the word: pong"), List.of(), null, TOKENS,
                null, false);
        };
    }

    private static List<Part> said(String words) {
        return List.of(new Part.TextPart(words));
    }

    private static Tool tool() {
        return new Tool(TOOL, "The weather in a city now", object(CITY, Json.object()
            .put(CITY, Json.object().put("type", "string"))), null, null);
    }

    private static Json.Obj schema() {
        Json.Obj members = Json.object().put(CITY, Json.object().put("type", "string"))
            .put(POPULATION, Json.object().put("type", "integer"));
        return object(CITY + " " + POPULATION, members);
    }

    private static Json.Obj object(String required, Json.Obj properties) {
        return Json.object().put("type", "object").put("properties", properties)
            .put("required", Json.strings(List.of(required.split(" ")))).put("additionalProperties", false);
    }

    /// What an answer shows.
    ///
    /// @param answerTool the tool that stands for the schema, where the format has none for it; or null
    AbilityFinding judge(Answer answer, BodyShape shape, String answerTool) {
        return switch (ability) {
            case TOOLS -> called(answer);
            case STREAMING -> shape == BodyShape.EVENTS ? yes("the answer came as a stream of events, to its end")
                : no("a whole answer came in place of a stream");
            case IMAGES -> AnswerJudge.text(answer).contains(number) ? yes("it read the number in the image")
                : no("it did not read the number in the image: " + words(answer));
            case JSON_SCHEMA -> inForm(answer, answerTool);
            case USAGE -> counted(answer);
        };
    }

    private AbilityFinding called(Answer answer) {
        for (Part part : answer.parts()) {
            if (!(part instanceof Part.ToolCallPart call) || !call.name().equals(TOOL)) continue;
            return object(call.arguments()) instanceof Json.Obj arguments && arguments.text(CITY) != null
                ? yes("it called the tool with arguments that fit")
                : no("it called the tool with arguments that do not fit: " + RefusalJudge.cut(call.arguments()));
        }
        return no("it did not call the tool: " + words(answer));
    }

    private AbilityFinding inForm(Answer answer, String answerTool) {
        String text = AnswerJudge.text(answer);
        for (Part part : answer.parts()) {
            boolean form = answerTool != null && part instanceof Part.ToolCallPart call
                && call.name().equals(answerTool);
            if (form) text = ((Part.ToolCallPart) part).arguments();
        }
        boolean fits = object(text) instanceof Json.Obj o && o.members().size() == 2 && o.text(CITY) != null
            && o.get(POPULATION) instanceof Json.Num;
        return fits ? yes("its answer has the form of the schema")
            : no("its answer does not have the form of the schema: " + RefusalJudge.cut(text));
    }

    private AbilityFinding counted(Answer answer) {
        boolean told = answer.usage() != null && answer.usage().prompt() > 0 && answer.usage().output() > 0;
        return told ? yes("it counted " + answer.usage().prompt() + " tokens of input and " + answer.usage().output()
            + " of output") : no("it does not say how many tokens the answer took");
    }

    private static Json.Obj object(String text) {
        try {
            return Json.parse(text) instanceof Json.Obj o ? o : null;
        } catch (JsonError _) {
            return null;
        }
    }

    private static String words(Answer answer) {
        String text = AnswerJudge.text(answer);
        return text.isBlank() ? "it said nothing" : "'" + RefusalJudge.cut(text) + "'";
    }

    /// Whether a refusal is about this ability.
    boolean isRefused(String words) {
        String lower = words.toLowerCase(Locale.ROOT);
        for (String sign : signs()) {
            if (lower.contains(sign)) return true;
        }
        return false;
    }

    private List<String> signs() {
        return switch (ability) {
            case TOOLS -> List.of("tool", "function call");
            case STREAMING -> List.of("stream");
            case IMAGES -> List.of("image", "vision", "multimodal", "modality", "content type");
            case JSON_SCHEMA -> List.of("response_format", "schema", "structured", "output_config", "output_format",
                "text.format");
            case USAGE -> List.of();
        };
    }

    AbilityFinding yes(String evidence) {
        return new AbilityFinding(ability, true, evidence);
    }

    AbilityFinding no(String evidence) {
        return new AbilityFinding(ability, false, evidence);
    }

    AbilityFinding unknown(String why) {
        return new AbilityFinding(ability, null, why);
    }
}
