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

import ij.IJ;
import ij.Macro;
import ij.Menus;
import ij.WindowManager;
import ij.macro.Interpreter;

import io.sonoflow.legacy.Failures;
import io.sonoflow.parameter.Names;

import java.io.PrintStream;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plain ImageJ without a screen, once its classes are patched; only {@link Launcher} may touch this class. */
final class HeadlessImageJ {

	/** The system property that a macro sets at its end. In a block it could not return anything. */
	private static final String PROPERTY = "io.sonoflow.macro";

	private static final String END = "end";
	private static final Pattern UNKNOWN = Pattern.compile("Unrecognized command: \"(.*)\"");
	private static final String SET_END = "\ncall(\"java.lang.System.setProperty\", \"" + PROPERTY + "\", \"" + END + "\");\n";

	private HeadlessImageJ() {
	}

	/**
	 * @param macro the code
	 * @param argument what getArgument() gives
	 * @param file name of the macro for messages; empty if it is one command
	 * @param err for the reason if the macro did not reach its end
	 * @return 0 if the macro reached its end, else 1
	 */
	static synchronized int run(final String macro, final String argument, final String file, final PrintStream err) {
		start();
		Failures.take();
		final Interpreter interpreter = new Interpreter();
		try (MacroErrors errors = MacroErrors.listen()) {
			final boolean reached = run(interpreter, macro, argument, err);
			final Optional<String> failure = Failures.take();
			if (reached && failure.isEmpty() && !interpreter.wasError()) return 0;
			err.println(reason(file, failure, errors));
			return 1;
		}
	}

	/** {@return one line: where, which command, why} */
	private static String reason(final String file, final Optional<String> failure, final MacroErrors errors) {
		if (errors.message().isEmpty()) return "The macro did not reach its end" + failure.map(title -> ": " + title + " failed.")
			.orElse(".");
		return (file.isEmpty() ? "" : file + ", line " + errors.line() + ": ") + failure.map(title -> title + ": ").orElse("") +
			hinted(errors.message().get());
	}

	/** {@return with the label that may have been meant} */
	private static String hinted(final String message) {
		final Matcher unknown = UNKNOWN.matcher(message);
		if (!unknown.matches()) return message;
		return message + Names.hint(unknown.group(1), List.copyOf(CommandList.classes().keySet())) + " --list shows our labels.";
	}

	private static boolean run(final Interpreter interpreter, final String macro, final String argument,
		final PrintStream err)
	{
		try {
			System.clearProperty(PROPERTY);
			interpreter.run(withEnd(macro), argument);
			return END.equals(System.getProperty(PROPERTY));
		}
		catch (final RuntimeException | Error e) {
			interpreter.abortMacro();
			if (!Macro.MACRO_CANCELED.equals(e.getMessage())) err.println("ImageJ could not run the macro: " + e);
			return false;
		}
		finally {
			System.clearProperty(PROPERTY);
			noMacroRuns();
		}
	}

	/**
	 * {@return the macro, which says so at its end: that of the file, or of its first block, as ImageJ runs that one alone. On
	 *         a line of its own, as there may be a comment before it}
	 */
	private static String withEnd(final String macro) {
		final int block = MacroBlocks.endOfFirst(macro);
		return (block < 0 ? macro : macro.substring(0, block) + SET_END + macro.substring(block)) + SET_END;
	}

	/**
	 * ImageJ forgets to take back its flag when a command is aborted, and would be in a macro for ever; and it stays in
	 * batch mode with the macro's last image in front.
	 */
	private static void noMacroRuns() {
		Interpreter.batchMode = false;
		WindowManager.setTempCurrentImage(null);
		try {
			final Field running = IJ.class.getDeclaredField("macroRunning");
			running.setAccessible(true);
			running.setBoolean(null, false);
		}
		catch (final ReflectiveOperationException e) {
			throw new IllegalStateException("This is not the ImageJ that Sonoflow was built for: " + e, e);
		}
	}

	/** Starts ImageJ and fills its table of commands, which without a window lacks all plugins. */
	private static void start() {
		if (Menus.getCommands() != null) return;
		try {
			final Method init = IJ.class.getDeclaredMethod("init");
			init.setAccessible(true);
			init.invoke(null);
			@SuppressWarnings("unchecked")
			final Map<String, String> commands = Menus.getCommands();
			commands.putAll(CommandList.plugins());
		}
		catch (final ReflectiveOperationException e) {
			throw new IllegalStateException("ImageJ does not start without a screen: " + e, e);
		}
	}
}
