package io.sonoflow.command;

import java.util.Arrays;

import org.scijava.Context;
import org.scijava.log.LogService;
import org.scijava.log.StderrLogService;

/** What to say about an exception that nobody foresaw. */
final class Bugs {

	private Bugs() {
	}

	/** @return one message: what happened and where in our code, and whom to tell */
	static String describe(final Throwable e) {
		final StackTraceElement[] trace = e.getStackTrace();
		final String where = Arrays.stream(trace).filter(element -> element.getClassName().startsWith("io.sonoflow."))
			.findFirst().or(() -> Arrays.stream(trace).findFirst()).map(element -> " in " + element).orElse("");
		return "Sonoflow has a bug: " + e.getClass().getName() + (e.getMessage() == null ? "" : " (" + e.getMessage() +
			")") + where + ". Please report it with the text in the log.";
	}

	/** Writes the whole stack trace to SciJava's log. */
	static void log(final String title, final Throwable e, final Context context) {
		final LogService service = context == null ? null : context.getService(LogService.class);
		(service == null ? new StderrLogService() : service).error(title + " failed", e);
	}
}
