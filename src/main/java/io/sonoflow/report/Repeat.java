package io.sonoflow.report;

import java.util.Map;
import java.util.stream.Collectors;

/** How to do a run again. */
final class Repeat {

	private Repeat() {
	}

	/** @return the line of a macro, absolute paths shortened */
	static String macro(final RunInfo run) {
		return "run(\"" + quote(run.command()) + "\", \"" + quote(keys(run)) + "\");";
	}

	/** @return the command line that needs no ImageJ and no display, absolute paths shortened */
	static String headless(final RunInfo run) {
		final String version = run.versions().getOrDefault("sonoflow", "");
		return "java -jar sonoflow-" + (version.isEmpty() ? "VERSION" : version) + "-standalone.jar --run " + shell(run
			.command()) + " " + shell(keys(run));
	}

	/** @return whether paths in the lines above were shortened, so that they must be completed by hand */
	static boolean isShortened(final RunInfo run) {
		return run.parameters().values().stream().anyMatch(value -> !Redaction.value(value).equals(value));
	}

	private static String keys(final RunInfo run) {
		return run.parameters().entrySet().stream().filter(entry -> !entry.getValue().isEmpty()).map(Repeat::pair).collect(
			Collectors.joining(" "));
	}

	/** Values with blanks need brackets in ImageJ. */
	private static String pair(final Map.Entry<String, String> entry) {
		final String value = Redaction.value(entry.getValue());
		return entry.getKey() + "=" + (value.matches("[^\\s\\[\\]]+") ? value : "[" + value + "]");
	}

	private static String quote(final String text) {
		return text.replace("\\", "\\\\").replace("\"", "\\\"");
	}

	private static String shell(final String text) {
		return "\"" + text.replaceAll("([\\\\\"$`])", "\\\\$1") + "\"";
	}
}
