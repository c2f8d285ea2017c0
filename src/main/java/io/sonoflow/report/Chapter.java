package io.sonoflow.report;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a reader who never saw the project must know about a command; from {@code chapters.json}, in the order of the
 * pipeline.
 *
 * @param command the menu label
 * @param title heading
 * @param what what was done, in plain words
 * @param read how to read the results
 * @param distrust what the results do not say
 * @param tables file names in the order in which they are shown; others follow
 */
record Chapter(String command, String title, String what, String read, String distrust, List<String> tables) {

	private static final List<Chapter> ALL = load();

	private static List<Chapter> load() {
		try (InputStream in = Chapter.class.getResourceAsStream("chapters.json")) {
			return List.copyOf(new Gson().fromJson(new InputStreamReader(in, StandardCharsets.UTF_8),
				new TypeToken<List<Chapter>>() {
				}));
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** @return the command's chapter; for an unknown command one that says only what is sure */
	static Chapter of(final String command) {
		return ALL.stream().filter(chapter -> chapter.command.equals(command)).findFirst().orElseGet(() -> new Chapter(
			command, command.isEmpty() ? "Unknown command" : command.replaceFirst("\\.+$", ""),
			"This report has no description of this command; below are its figures, tables and pictures as it left them.", "",
			"", List.of()));
	}

	/** @return the place in the pipeline; unknown commands come last */
	int order() {
		final int index = ALL.indexOf(this);
		return index < 0 ? ALL.size() : index;
	}
}
