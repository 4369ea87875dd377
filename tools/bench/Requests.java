import java.util.ArrayList;

/// Bodies that both formats accept.
final class Requests {
    private Requests() {}

    /// One question of about this many characters.
    static String talk(String model, int size) {
        String words = "Say hello. ".repeat(size / 11 + 1);
        return "{\"model\":\"" + model + "\",\"max_tokens\":100,"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"" + words + "\"}]}";
    }

    /// A conversation of 200 turns, about 100 KB: short lines, and one character that is no Latin-1.
    static String history(String model) {
        var turns = new ArrayList<String>();
        String words = "It works now.\\nOne test still fails:\\n\\tat line 40\\n";
        for (int i = 0; i < 200; i++) {
            String role = i % 2 == 0 ? "user" : "assistant";
            String mark = i == 100 ? "\uD83D\uDE00 " : "";
            turns.add("{\"role\":\"" + role + "\",\"content\":\"" + mark + words.repeat(9) + "\"}");
        }
        turns.add("{\"role\":\"user\",\"content\":\"Go on.\"}");
        return "{\"model\":\"" + model + "\",\"max_tokens\":1000,\"messages\":[" + String.join(",", turns) + "]}";
    }

    static String streamed(String body) {
        return "{\"stream\":true," + body.substring(1);
    }

    /// A Messages request shaped like a coding agent's: long instructions, twenty tools, a long conversation of calls
    /// and results.
    static String agent(String model) {
        var tools = new ArrayList<String>();
        var turns = new ArrayList<String>();
        for (int i = 0; i < 20; i++) tools.add(tool(i));
        turns.add("{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Mend the build.\"}]}");
        for (int i = 0; i < 40; i++) {
            turns.add("{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"I look at it.\"},"
                    + "{\"type\":\"tool_use\",\"id\":\"toolu_" + i
                    + "\",\"name\":\"tool_1\",\"input\":{\"path\":\"src/Main.java\",\"lines\":40}}]}");
            turns.add("{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"toolu_" + i
                    + "\",\"content\":\"" + "int x = 1;\\n".repeat(130) + "\"}]}");
        }
        return "{\"model\":\"" + model + "\",\"max_tokens\":1000,\"system\":[{\"type\":\"text\",\"text\":\""
                + "You are careful. ".repeat(900) + "\"}],\"tools\":["
                + String.join(",", tools) + "],\"messages\":[" + String.join(",", turns) + "]}";
    }

    private static String tool(int number) {
        return "{\"name\":\"tool_" + number + "\",\"description\":\"" + "Reads a file of the project. ".repeat(20)
                + "\",\"input_schema\":{\"type\":\"object\",\"properties\":{\"path\":{\"type\":\"string\"},"
                + "\"lines\":{\"type\":\"integer\"}},\"required\":[\"path\"]}}";
    }
}
