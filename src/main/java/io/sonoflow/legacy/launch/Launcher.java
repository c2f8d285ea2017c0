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
package io.sonoflow.legacy.launch;

import io.sonoflow.Shutdown;
import io.sonoflow.SonoflowException;
import io.sonoflow.parameter.Names;
import io.sonoflow.parameter.PathEncoding;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import org.scijava.util.VersionUtils;

/**
 * Runs a macro, or one command, in plain ImageJ without a screen:
 *
 * <pre>
 * java -jar sonoflow-standalone.jar macro.ijm arguments
 * java -jar sonoflow-standalone.jar --run "Check Setup..." "device=cpu"
 * </pre>
 *
 * The exit code is 0 only if the macro reached its end; 1 if it was aborted, left by {@code exit}, or could not be read, or
 * if something ended Java; 129, 130 or 143 if it was ended by the signal HUP, INT or TERM. Then the command that is running
 * ends its step and saves it before the process ends; a second signal ends it at once.
 * The JVM needs {@code --add-opens=java.base/java.lang=ALL-UNNAMED}, which the standalone jar's manifest gives.
 */
public final class Launcher {

	private static final String USAGE = """
		Usage: java -jar sonoflow-standalone.jar MACRO [ARGUMENTS]     runs a macro file; getArgument() gives the arguments
		       java -jar sonoflow-standalone.jar --run LABEL [KEYS]    runs one command, e.g. --run "Check Setup..." "device=cpu"
		       java -jar sonoflow-standalone.jar --run LABEL --help    shows the command's keys
		       java -jar sonoflow-standalone.jar --list                shows the labels of the commands
		       java -jar sonoflow-standalone.jar --help | --version
		Exit code 0 only if the macro reached its end; 130 or 143 if it was interrupted, after what runs was saved.
		Progress goes to the standard error; -Dsonoflow.monitor=json gives it as JSON lines, -Dsonoflow.monitor=none silences it.
		""";

	private Launcher() {
	}

	/** @param args see the class */
	public static void main(final String... args) {
		if (answer(System.out, args)) return;
		final Signals signals = Signals.listen(System.err);
		final AtomicBoolean over = new AtomicBoolean();
		Runtime.getRuntime().addShutdownHook(new Thread(() -> {
			if (!over.get() && signals.code() == 0) endedByOther(System.err);
		}, "Sonoflow launcher"));
		int code = 1;
		try {
			code = launch(System.out, System.err, args);
		}
		catch (final RuntimeException | Error e) {
			died(e, System.err);
		}
		System.out.flush();
		System.err.flush();
		over.set(true);
		// Threads of AWT or of the network engine may outlive the macro.
		System.exit(code == 0 || signals.code() == 0 ? code : signals.code());
	}

	/** Nobody foresaw it: developers want the trace. */
	private static void died(final Throwable e, final PrintStream err) {
		err.println("The macro did not reach its end.");
		final StringWriter trace = new StringWriter();
		e.printStackTrace(new PrintWriter(trace, true));
		err.print(trace);
	}

	/** A macro or a plugin may call System.exit, with 0; nothing but halt gives another code then. */
	private static void endedByOther(final PrintStream err) {
		Shutdown.request();
		Shutdown.await();
		err.println("The macro did not reach its end: something in it ended Java.");
		err.flush();
		Runtime.getRuntime().halt(1);
	}

	/**
	 * The same in this JVM, which goes on.
	 *
	 * @param out for help and version
	 * @param err for what went wrong
	 * @return the exit code
	 */
	public static int launch(final PrintStream out, final PrintStream err, final String... args) {
		if (answer(out, args)) return 0;
		if (args.length == 0) {
			err.print(USAGE);
			return 1;
		}
		try {
			if (args[0].equals("--run")) return run(out, err, args);
			final String macro = read(args[0]);
			HeadlessPatches.apply();
			return HeadlessImageJ.run(macro, String.join(" ", Arrays.asList(args).subList(1, args.length)), args[0], err);
		}
		catch (final SonoflowException e) {
			err.println(e.getMessage());
			return 1;
		}
	}

	/** Answers what needs no ImageJ, at once. */
	private static boolean answer(final PrintStream out, final String... args) {
		if (args.length != 1) return false;
		switch (args[0]) {
			case "--help", "-h" -> out.print(USAGE);
			case "--version" -> out.println("Sonoflow " + VersionUtils.getVersion(Launcher.class));
			case "--list" -> CommandList.sentences().forEach((label, sentence) -> out.printf("%-29s %s%n", label, sentence));
			default -> {
				return false;
			}
		}
		out.flush();
		return true;
	}

	private static int run(final PrintStream out, final PrintStream err, final String... args) {
		final String call = call(args);
		HeadlessPatches.apply();
		if (args.length == 3 && args[2].equals("--help")) return help(out, args[1]);
		return HeadlessImageJ.run(call, "", "", err);
	}

	private static int help(final PrintStream out, final String label) {
		final Map<String, String> classes = CommandList.classes();
		if (!classes.containsKey(label)) throw new SonoflowException.Input("There is no command \"" + label + "\" of Sonoflow" + Names
			.hint(label, List.copyOf(classes.keySet())) + " --list shows the labels.");
		out.print(KeyHelp.of(label, AdaptedCommand.info(classes.get(label))));
		return 0;
	}

	private static String call(final String[] args) {
		if (args.length < 2 || args.length > 3) throw new SonoflowException.Input("--run takes a command's label and its " +
			"keys as one text each, e.g. --run \"Check Setup...\" \"device=cpu\"; got " + (args.length - 1) + " texts.");
		return "run(" + quote(args[1]) + (args.length == 3 ? ", " + quote(args[2]) : "") + ");";
	}

	/** {@return the text as a string of ImageJ's macro language} */
	static String quote(final String text) {
		return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
	}

	private static Path path(final String file) {
		try {
			return Path.of(file);
		}
		catch (final InvalidPathException e) {
			throw new SonoflowException.File(file + " is not a path on this system: " + e.getReason() + "." + PathEncoding.hint(
				file), e);
		}
	}

	private static String read(final String file) {
		final Path path = path(file);
		if (!Files.isRegularFile(path)) throw new SonoflowException.File("There is no macro file " + path
			.toAbsolutePath() + ". Give the path of an .ijm file, or --help.");
		try {
			return Files.readString(path);
		}
		catch (final CharacterCodingException e) {
			throw new SonoflowException.File("The macro " + path + " is not UTF-8 text. Save it as UTF-8.", e);
		}
		catch (final IOException e) {
			throw new SonoflowException.File("The macro " + path + " cannot be read: " + e + ". Check its permissions.", e);
		}
	}
}
