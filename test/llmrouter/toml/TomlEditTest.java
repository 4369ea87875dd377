package llmrouter.toml;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import llmrouter.toml.TomlValue.Items;
import llmrouter.toml.TomlValue.Str;
import llmrouter.toml.TomlValue.Table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Edits of texts that people write. `RandomTomlEditTest` has random ones.
class TomlEditTest {
    private static String set(String text, Object value, Object... path) {
        return TomlEdit.of(text).set(List.of(path), value(value)).text();
    }

    private static String remove(String text, Object... path) {
        return TomlEdit.of(text).remove(List.of(path)).text();
    }

    private static TomlValue value(Object value) {
        return switch (value) {
            case String text -> new Str(text);
            case Integer number -> TomlValue.of(number);
            case Boolean is -> TomlValue.of(is);
            case TomlValue other -> other;
            default -> throw new IllegalArgumentException();
        };
    }

    private static Table table(String text) {
        return TomlDocument.of(text).table();
    }

    private static TomlError refused(String text, Object value, Object... path) {
        return assertThrows(TomlError.class, () -> set(text, value, path));
    }

    @Test
    void aValueIsReplacedInItsPlace() {
        assertEquals("a = 2 # one\nb = 3", set("a = 1 # one\nb = 3", 2, "a"));
        assertEquals("\t'a'  =  \"x\"\r\n", set("\t'a'  =  17\r\n", "x", "a"));
        assertEquals("a = [1] # c\n", set("a = [\n  1, # one\n  2,\n] # c\n", new Items(List.of(value(1))), "a"));
        assertEquals("a.b.c = true", set("a.b.c = false", true, "a", "b", "c"));
        assertEquals("a = { b = 2, c = 3 }", set("a = { b = 1, c = 3 }", 2, "a", "b"));
        assertEquals("[[a]]\nb=1\n[[a]]\nb=3\n", set("[[a]]\nb=1\n[[a]]\nb=2\n", 3, "a", 1, "b"));
    }

    @Test
    void aStringKeepsItsSingleQuotesWhereItCan() {
        assertEquals("a = 'C:\\d'", set("a = 'C:\\x'", "C:\\d", "a"));
        assertEquals("a = \"it's\"", set("a = 'x'", "it's", "a"));
    }

    @Test
    void theSameValueChangesNothing() {
        String text = "a = '''x'''\nb = 0x10\nc.d = [ 1,2 ]\n";
        var edit = TomlEdit.of(text);
        edit.set(List.of("a"), value("x")).set(List.of("b"), value(16));
        edit.set(List.of("c", "d"), new Items(List.of(value(1), value(2))));
        assertSame(text, edit.text());
    }

    @Test
    void aNewKeyStandsBehindTheLastOneOfItsTable() {
        assertEquals("a = 1 # x\nb = 2\n\n# about c\n[c]\n", set("a = 1 # x\n\n# about c\n[c]\n", 2, "b"));
        assertEquals("[a]\n  x=1\n  b=2\n\n[c]", set("[a]\n  x=1\n\n[c]", 2, "a", "b"));
        assertEquals("[a] # here\nb = 2\n# more\n[c]", set("[a] # here\n# more\n[c]", 2, "a", "b"));
        assertEquals("[a]\nx = [\n1,\n]\nb = 2\n", set("[a]\nx = [\n1,\n]\n", 2, "a", "b"));
    }

    @Test
    void theFirstKeyBeforeAllTablesStandsAboveTheirComments() {
        assertEquals("# file\n\nmodel = \"m\"\n\n# about a\n[a]\n", set("# file\n\n# about a\n[a]\n", "m", "model"));
        assertEquals("model = \"m\"\n\n[a]\n", set("[a]\n", "m", "model"));
        assertEquals("\uFEFFmodel = \"m\"\r\n\r\n# x\r\n[a]\r\n", set("\uFEFF# x\r\n[a]\r\n", "m", "model"));
    }

    @Test
    void aFileWithoutAnythingGetsALine() {
        assertEquals("a = 1\n", set("", 1, "a"));
        assertEquals("\uFEFFa = 1\n", set("\uFEFF", 1, "a"));
        assertEquals("# c\na = 1\n", set("# c\n", 1, "a"));
        assertEquals("# c\na = 1", set("# c", 1, "a"));
        assertEquals("[a.b]\nc = 1\n", set("", 1, "a", "b", "c"));
        assertEquals("a = 1\n\n", set("\n\n", 1, "a"));
    }

    @Test
    void aMissingLastLineEndStaysMissing() {
        assertEquals("a = 1\nb = 2", set("a = 1", 2, "b"));
        assertEquals("a = 1\n\n[b]\nc = 2", set("a = 1", 2, "b", "c"));
        assertEquals("a = 1", remove("a = 1\nb = 2", "b"));
        assertEquals("a = 1", remove("a = 1\n\n[b]\nc = 2", "b"));
    }

    @Test
    void aTableThatIsMissingGetsAHeaderAtTheEnd() {
        String text = "a = 1\n\n[p.x]\nu = 1\n\n[q]\n# the end\n";
        assertEquals(text + "\n[z.\"b.c\"]\nk = 1\n", set(text, 1, "z", "b.c", "k"));
        assertEquals("a = 1\n\n[p.x]\nu = 1\n\n[p.y]\nk = 1\n\n[q]\n# the end\n", set(text, 1, "p", "y", "k"));
        assertEquals("a = 1\n\n[p.x]\nu = 1\n\n[p]\nk = 1\n\n[q]\n# the end\n", set(text, 1, "p", "k"));
    }

    @Test
    void sectionsThatStandCloseStayClose() {
        assertEquals("[a]\nx=1\n[b]\ny=2\n[c]\nz=3\n", set("[a]\nx=1\n[b]\ny=2\n", 3, "c", "z"));
    }

    @Test
    void aTableIsIndentedAsItsSibling() {
        assertEquals("[p]\n\t[p.a]\n\t\tx\t=\t1\n\n\t[p.b]\n\t\ty = 2\n\n[q]\n",
            set("[p]\n\t[p.a]\n\t\tx\t=\t1\n\n[q]\n", 2, "p", "b", "y"));
    }

    @Test
    void commentedLinesBelowATableStayWithIt() {
        String text = "[p.a]\nx = 1\n# y = 2\n\n# about q\n[q]\n";
        assertEquals("[p.a]\nx = 1\n# y = 2\n\n[p.b]\nz = 3\n\n# about q\n[q]\n", set(text, 3, "p", "b", "z"));
    }

    @Test
    void aTableInBracesOrWithDotsKeepsItsForm() {
        assertEquals("p = { x = 1, y = 2 }", set("p = { x = 1 }", 2, "p", "y"));
        assertEquals("p = { x = 1, y = { z = 2 } }", set("p = { x = 1 }", 2, "p", "y", "z"));
        assertEquals("p = { y = 2 }", set("p = {}", 2, "p", "y"));
        assertEquals("p = {\n  x = 1, y = 2, # one\n}", set("p = {\n  x = 1, # one\n}", 2, "p", "y"));
        assertEquals("p.x = 1\np.y.z = 2\nq = 3", set("p.x = 1\nq = 3", 2, "p", "y", "z"));
        assertEquals("[s]\np.x = 1\np.y = 2\nq = 3", set("[s]\np.x = 1\nq = 3", 2, "s", "p", "y"));
        assertEquals("a = [{ x = 1, y = 2 }]", set("a = [{ x = 1 }]", 2, "a", 0, "y"));
    }

    @Test
    void aTableBelowAnArrayOfTables() {
        assertEquals("[[a.b]]\nx = 1\n\n[a]\nk = 2\n\n[c]", set("[[a.b]]\nx = 1\n\n[c]", 2, "a", "k"));
        String text = "[[a]]\nx = 1\n\n[[a]]\nx = 2\n\n[c]\n";
        assertEquals("[[a]]\nx = 1\n\n[a.s]\nk = 3\n\n[[a]]\nx = 2\n\n[c]\n", set(text, 3, "a", 0, "s", "k"));
        assertEquals("[[a]]\nx = 1\n\n[[a]]\nx = 2\n\n[a.s]\nk = 3\n\n[c]\n", set(text, 3, "a", 1, "s", "k"));
        assertEquals("[[a]]\nx = 1\n\n[[a]]\nx = 2\n\n[[a]]\nx = 3\n\n[c]\n",
            set(text, table("x = 3"), "a", 2));
    }

    @Test
    void anArrayGetsOneMoreItem() {
        assertEquals("a = [1, 2]", set("a = [1]", 2, "a", 1));
        assertEquals("a = [2]", set("a = []", 2, "a", 0));
        assertEquals("a = [\n  1, # one\n  2,\n]\n", set("a = [\n  1, # one\n]\n", 2, "a", 1).replace("2, # one", "2,")
            .replace("1,\n", "1, # one\n"));
        assertEquals("a = [1]\n", set("", 1, "a", 0));
    }

    @Test
    void aWholeTableGetsAHeaderAndTheTablesInItToo() {
        Table value = table("u = 'x'\nn = 1\nq.r = 2\n");
        assertEquals("a = 1\n\n[p.l]\nu = \"x\"\nn = 1\n\n[p.l.q]\nr = 2\n", set("a = 1\n", value, "p", "l"));
        assertEquals("p = { x = 1, l = { u = \"x\", n = 1, q = { r = 2 } } }", set("p = { x = 1 }", value, "p", "l"));
        assertEquals("[p.l]\n", set("", table(""), "p", "l"));
        assertEquals("[p.l]\nr = 1\n", set("", table("l.r = 1"), "p"));
    }

    @Test
    void aTableThatIsThereGetsExactlyTheseMembers() {
        Table value = table("u = 'x'\nn = 1");
        assertEquals("[p.l] # h\n# c\nu = \"x\"\nn = 1\n\n[q]\n",
            set("[p.l] # h\n# c\nu = \"y\"\nold = 2\n\n[p.l.deep]\nz = 1\n\n[q]\n", value, "p", "l"));
        assertEquals("p.l.u = \"x\"\np.l.n = 1\n", set("p.l.old = 1\np.l.u = \"x\"\n", value, "p", "l"));
        assertEquals("p = { l = { u = \"x\", n = 1 } }", set("p = { l = { old = 3 } }", value, "p", "l"));
        assertEquals(table("p.l = { u = 'x', n = 1 }"), table(set("p.l = 7", value, "p", "l")));
        assertEquals(table("[p]\nu = 1"), table(set("[p]\n[p.u.x]\ny = 1", table("u = 1"), "p")));
    }

    @Test
    void aKeyIsRemovedWithItsLine() {
        assertEquals("a = 1\nc = 3\n", remove("a = 1\nb = 2 # two\nc = 3\n", "b"));
        assertEquals("[t]\n", remove("[t]\nb = [\n1,\n]\n", "t", "b"));
        assertEquals("[a]\n", remove("m = 1\n\n[a]\n", "m"));
        assertEquals("p = { x = 1 }", remove("p = { x = 1, y = 2 }", "p", "y"));
        assertEquals("p = { y = 2 }", remove("p = { x = 1, y = 2 }", "p", "x"));
        assertEquals("p = {}", remove("p = { y = 2 }", "p", "y"));
        assertEquals("p = {}", remove("p = { y.a = 2, y.b = 3 }", "p", "y"));
        assertEquals("a = [1, 3]", remove("a = [1, 2, 3]", "a", 1));
        assertEquals("b = 1\n", remove("a.x = 1\nb = 1\na.y = 2\n", "a"));
        assertSame("a = 1", remove("a = 1", "b"));
    }

    @Test
    void aTableIsRemovedWithAllBelowIt() {
        assertEquals("a = 1\n\n[z]\n", remove("a = 1\n\n[p.x]\nu = 1\n\n[p.x.y]\nv = 1\n\n[z]\n", "p", "x"));
        assertEquals("[z]\n", remove("[[p]]\nu = 1\n[[p]]\n[z]\n", "p"));
        assertEquals("[[p]]\nu = 1\n[z]\n", remove("[[p]]\nu = 1\n[[p]]\nu = 2\n[p.s]\n[z]\n", "p", 1));
    }

    @Test
    void whatWasSetIsRemovedWithoutATrace() {
        for (String text : List.of("", "a = 1\n", "a = 1", "# c\n\n[x]\ny = 1\n\n# d\n", "\uFEFF[x]\r\ny = 1\r\n")) {
            var edit = TomlEdit.of(text).set(List.of("m"), value("x")).set(List.of("p", "l", "u"), value("y"));
            edit.set(List.of("p", "l", "v"), value(2));
            assertTrue(edit.text().length() > text.length());
            assertEquals(text, edit.remove(List.of("p")).remove(List.of("m")).text());
        }
    }

    @Test
    void somethingElseInThePlaceIsRefusedWithItsPlace() {
        assertEquals("model is a table, and should be a string at line 2, column 1: remove it or give it another name",
            refused("# c\n[model]\nx = 1\n", "m", "model").describe());
        assertEquals("p is a string, and should be a table at line 1, column 1: give it another name or remove it",
            refused("p = 'x'", 1, "p", "l", "u").describe());
        assertTrue(refused("[[p]]", 1, "p", "l").getMessage().contains("p is an array of tables"));
        assertTrue(refused("p = [1]", 1, "p", 7).getMessage().contains("an array with more items"));
        assertTrue(refused("[[p]]", 1, "p", 1).getMessage().contains("should get a whole number"));
    }

    @Test
    void textsThatNeedItAreEscaped() {
        String odd = "q\" b\\ \n\r\t\u0001\u007F é 😀";
        assertEquals(odd, table(set("", odd, "k")).text("k"));
        assertEquals("1", table(set("", "1", "ke y\n", "")).text("ke y\n", ""));
        var keys = new ArrayList<Object>(List.of("a.b", "", "\"", "ü", "-"));
        assertEquals("v", table(set("", "v", keys.toArray())).text("a.b", "", "\"", "ü", "-"));
    }
}
