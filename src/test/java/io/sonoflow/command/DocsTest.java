/*-
 * #%L
 * Deep learning for ultrasound images inside Fiji and ImageJ.
 * %%
 * Copyright (C) 2026 Sonoflow developers
 * %%
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 * 
 * 1. Redistributions of source code must retain the above copyright notice,
 *    this list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the documentation
 *    and/or other materials provided with the distribution.
 * 
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
 * AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
 * IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE
 * ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDERS OR CONTRIBUTORS BE
 * LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR
 * CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF
 * SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS
 * INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN
 * CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE)
 * ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE
 * POSSIBILITY OF SUCH DAMAGE.
 * #L%
 */
package io.sonoflow.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.bridge.StepInfo;
import io.sonoflow.legacy.Options;
import io.sonoflow.legacy.launch.Launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the pages say is so: links lead somewhere, the macros run, calls that are only shown name commands and keys that
 * exist.
 * <p>
 * A fenced block marked {@code ijm} is a macro and runs to its end. Its {@code /data/} is a folder of the test; the pages
 * of commands share one, in the order in which docs/README.md lists them, so that each finds what those before it wrote.
 * A comment right after the block makes it small:
 * {@code <!-- small: Make Phantoms... patients=6; Train Classifier... size=32 -->} sets these keys in the calls of these
 * commands.
 * </p>
 */
class DocsTest {

	private static final Path INDEX = Path.of("docs", "README.md");
	private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
	private static final Pattern FENCED = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$\\n(?:<!-- small: (.*?) -->)?");
	private static final Pattern CALL = Pattern.compile("(run\\(|--run )\"([^\"]+\\.\\.\\.)\",? \"([^\"]*)\"(?! \\+)");

	@TempDir
	private static Path tmp;

	/** A macro of a page, the keys that make it small, and the folder that is its /data. */
	private record Block(String name, String code, String small, Path data) {
	}

	private static List<Path> pages() throws IOException {
		final List<Path> pages = new ArrayList<>(List.of(Path.of("README.md"), Path.of("CONTRIBUTING.md"), Path.of(
			"CHANGELOG.md"), Path.of("sample-data", "README.md")));
		try (Stream<Path> files = Files.walk(Path.of("docs"))) {
			files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
		}
		return pages;
	}

	private static String read(final Path page) throws IOException {
		return Files.readString(page);
	}

	@Test
	void allLinksLeadSomewhere() throws IOException {
		int found = 0;
		for (final Path page : pages()) {
			final Matcher link = LINK.matcher(FENCED.matcher(read(page)).replaceAll(""));
			while (link.find()) {
				if (link.group(1).matches("https?://.*")) continue;
				found++;
				final String[] parts = link.group(1).split("#", 2);
				final Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
				assertTrue(Files.exists(target), page + " links to " + link.group(1) + ", which is not there");
				if (parts.length == 2) assertTrue(anchors(read(target)).contains(parts[1]), page + " links to " + link.group(1) +
					"; the headings there are " + anchors(read(target)));
			}
		}
		assertTrue(found > 50, "links found: " + found);
	}

	/** The anchors that GitHub gives to headings. */
	private static Set<String> anchors(final String page) {
		final Matcher heading = Pattern.compile("(?m)^#+ (.*)$").matcher(FENCED.matcher(page).replaceAll(""));
		final Set<String> anchors = new LinkedHashSet<>();
		while (heading.find())
			anchors.add(heading.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'));
		return anchors;
	}

	@Test
	void theIndexNamesEveryPageAndEveryPictureIsShown() throws IOException {
		final Set<Path> linked = new LinkedHashSet<>();
		for (final Path page : pages()) {
			final Matcher link = LINK.matcher(read(page));
			while (link.find())
				linked.add(page.resolveSibling(link.group(1).split("#", 2)[0]).normalize());
		}
		final String index = read(INDEX);
		try (Stream<Path> files = Files.walk(Path.of("docs"))) {
			for (final Path file : files.filter(Files::isRegularFile).toList()) {
				assertTrue(linked.contains(file), file + " is linked from nowhere");
				if (file.toString().endsWith(".md") && !file.equals(INDEX)) assertTrue(index.contains("(" + INDEX.getParent()
					.relativize(file).toString().replace('\\', '/') + ")"), file + " is not in the index");
			}
		}
	}

	@Test
	void theReadmeIsShort() throws IOException {
		final int words = read(Path.of("README.md")).split("\\s+").length;
		assertTrue(words < 500, words + " words: move what is more than two screens to docs/");
	}

	/** Also those in blocks that are shown only, such as shell lines. */
	@Test
	void callsNameCommandsAndKeysThatExist() throws IOException {
		final Map<String, StepInfo> commands = CommandsTest.commands();
		int found = 0;
		for (final Path page : pages()) {
			final Matcher call = CALL.matcher(read(page));
			while (call.find()) {
				found++;
				assertTrue(commands.containsKey(call.group(2)), page + ": " + call.group());
				for (final String key : Options.parse(call.group(3)).keySet())
					assertTrue(commands.get(call.group(2)).parameters().has(key), page + ": " + call.group() +
						" has an unknown key " + key);
			}
		}
		assertTrue(found > 20, "calls found: " + found);
	}

	/** Names of jars and of the zip, the citation and the list of changes. */
	@Test
	void theVersionIsThatOfTheBuild() throws IOException {
		final Matcher pom = Pattern.compile("<artifactId>Sonoflow_</artifactId>\\s*<version>([^<]+)</version>").matcher(read(Path
			.of("pom.xml")));
		assertTrue(pom.find());
		final String version = pom.group(1);
		for (final Path page : pages()) {
			final Matcher name = Pattern.compile("[Ss]onoflow_?-(\\d[\\w.]*?)(-fiji|-standalone|\\.jar)").matcher(read(page));
			while (name.find())
				assertEquals(version, name.group(1), page + ": " + name.group());
		}
		assertTrue(read(Path.of("README.md")).contains("sonoflow-" + version + "-fiji-linux-x86_64.zip"));
		assertTrue(read(Path.of("CITATION.cff")).contains("\nversion: " + version + "\n"));
		assertTrue(read(Path.of("CHANGELOG.md")).contains("\n## " + version + "\n"));
	}

	/** Java on the pages is quoted: after a first line that names the file, each line stands there, in this order. */
	@Test
	void javaIsTakenFromTheSources() throws IOException {
		int found = 0;
		for (final Path page : pages()) {
			final Matcher block = FENCED.matcher(read(page));
			while (block.find()) {
				if (!block.group(1).equals("java")) continue;
				found++;
				final List<String> lines = block.group(2).lines().toList();
				final List<String> source = Files.readAllLines(Path.of(lines.get(0).replace("// ", "")));
				int at = 0;
				for (final String line : lines.subList(1, lines.size())) {
					final int next = source.subList(at, source.size()).indexOf(line);
					assertTrue(next >= 0, page + " quotes a line that is not in " + lines.get(0) + " (or not in this order): " + line);
					at += next + 1;
				}
			}
		}
		assertTrue(found > 0);
	}

	/** Only those of the commands that need the network, or change what later starts use, have none. */
	@Test
	void everyCommandPageHasAMacro() throws IOException {
		for (final String label : CommandsTest.commands().keySet()) {
			final String page = CommandPagesTest.page(label);
			final boolean shown = Pattern.compile("(?s)```ijm\n(?:(?!```).)*run\\(\"" + Pattern.quote(label) + "\"").matcher(read(Path
				.of("docs", "commands", page))).find();
			assertEquals(!page.matches("install-(weights|engine)\\.md"), shown, page);
		}
	}

	@TestFactory
	Stream<DynamicTest> macrosRun() throws IOException {
		return blocks().stream().map(block -> DynamicTest.dynamicTest(block.name(), () -> {
			final String code = small(block.code(), block.small()).replace("/data/", block.data().toString().replace('\\', '/') +
				"/");
			final Path macro = Files.writeString(tmp.resolve("macro.ijm"), code);
			assertEquals(0, Launcher.launch(System.out, System.err, macro.toString()), block.name() + ":\n" + code);
		}));
	}

	private static List<Block> blocks() throws IOException {
		final Set<Path> order = new LinkedHashSet<>();
		final Matcher link = LINK.matcher(read(INDEX));
		while (link.find())
			if (link.group(1).startsWith("commands/")) order.add(INDEX.resolveSibling(link.group(1)).normalize());
		order.addAll(pages());
		final Map<Path, Path> folders = new HashMap<>();
		final List<Block> blocks = new ArrayList<>();
		for (final Path page : order) {
			final Matcher block = FENCED.matcher(read(page));
			while (block.find()) {
				if (!block.group(1).equals("ijm")) continue;
				final Path home = page.getParent() == null || !page.getParent().endsWith("commands") ? page : page.getParent();
				final Path data = folders.computeIfAbsent(home, key -> tmp.resolve("data-" + folders.size()));
				blocks.add(new Block(page.toString(), block.group(2), block.group(3), Files.createDirectories(data)));
			}
		}
		assertFalse(blocks.isEmpty());
		return blocks;
	}

	/** Sets keys in the calls of a macro. */
	private static String small(final String code, final String overrides) {
		if (overrides == null) return code;
		final Map<String, String> byLabel = Stream.of(overrides.split(";")).map(String::strip).collect(Collectors.toMap(
			text -> text.substring(0, text.indexOf("...") + 3), text -> text.substring(text.indexOf("...") + 3).strip(), (a,
				b) -> a + " " + b, LinkedHashMap::new));
		final Set<String> used = new LinkedHashSet<>();
		final String text = CALL.matcher(code).replaceAll(call -> {
			if (!byLabel.containsKey(call.group(2))) return Matcher.quoteReplacement(call.group());
			used.add(call.group(2));
			String keys = call.group(3);
			for (final String pair : byLabel.get(call.group(2)).split(" "))
				keys = (" " + keys).replaceAll(" " + pair.replaceAll("=.*", "=") + "\\S*", "").strip() + " " + pair;
			return Matcher.quoteReplacement("run(\"" + call.group(2) + "\", \"" + keys + "\"");
		});
		assertEquals(byLabel.keySet(), used, "commands that are to be made small");
		return text;
	}

	@Test
	void keysAreReplacedOrAdded() {
		assertEquals("run(\"A...\", \"a=3 c=4\"); run(\"B...\", \"a=1\");", small(
			"run(\"A...\", \"a=1\"); run(\"B...\", \"a=1\");", "A... a=3 c=4"));
	}
}
