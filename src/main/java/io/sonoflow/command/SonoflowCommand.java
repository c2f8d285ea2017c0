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

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.bridge.UnexpectedFailure;
import io.sonoflow.bridge.progress.FrameMonitor;
import io.sonoflow.bridge.progress.Monitors;
import io.sonoflow.legacy.DialogFollower;
import io.sonoflow.legacy.Host;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.scijava.AbstractContextual;
import org.scijava.Cancelable;
import org.scijava.command.Command;
import org.scijava.command.Previewable;
import org.scijava.plugin.Plugin;

/**
 * The frame of every command: checks the inputs against the declaration of the parameters, picks the monitor, runs the
 * command and reports what went wrong. A command only declares parameters and turns them into a step's configuration:
 *
 * <pre>
 * &#64;Plugin(type = Command.class, menuPath = "Plugins&gt;Sonoflow&gt;Crop Ultrasound...")
 * public final class CropUltrasound extends SonoflowCommand {
 *
 * 	&#64;Parameter(label = "Output", description = "Folder for the crops.", style = "directory", required = false,
 * 		persist = false, attrs = &#64;Attr(name = REQUIRED))
 * 	private File output;
 *
 * 	&#64;Parameter(label = "Mode", description = "How to find the image.", choices = { "sector", "views" },
 * 		persist = false)
 * 	private String mode = "sector";
 *
 * 	&#64;Override
 * 	protected void execute(final Monitor monitor) {
 * 		CropStep.run(new CropStep.Config(path(output), mode), monitor);
 * 	}
 * }
 * </pre>
 *
 * Parameters are of type int, long, double, boolean, String or File, private, with a lower-case single word as name
 * (the macro key; a word of Java gets an underscore: the field {@code class_} has the key class), {@code persist =
 * false}, a label, a description that names unit and range, and a default as the
 * field's initial value. {@code min}, {@code max}, {@code choices} and {@code style} are SciJava's own; what SciJava
 * cannot say is said by the attributes below. A {@code File} is declared {@code required = false} even if it is
 * {@link #REQUIRED}: only then can our own message say that it is missing.
 */
public abstract class SonoflowCommand extends AbstractContextual implements Command, Cancelable, DialogFollower {

	/** Attribute: the key has no default and must be given (marked * in the documentation). */
	public static final String REQUIRED = "required";

	/** Attribute of a File, or of a String that lists paths separated by commas: what it names must exist. */
	public static final String EXISTS = "exists";

	/** Attribute of a File: the name of published weights may be given instead, and means the installed ones. */
	public static final String INSTALLED = "installed";

	/** Attribute of a number: it must be greater than the attribute's value. */
	public static final String ABOVE = "above";

	/** Attribute of a String: a regular expression for its value; an empty value always passes unless required. */
	public static final String PATTERN = "pattern";

	/** Attribute beside {@link #PATTERN}: what is allowed, in words, for the message. */
	public static final String ALLOWED = "allowed";

	/** {@link #PATTERN} of the key {@code device}. */
	public static final String DEVICE = "auto|cpu|gpu[0-9]{1,3}|mps";

	/** {@link #ALLOWED} of the key {@code device}. */
	public static final String DEVICES = "auto, cpu, gpu0, gpu1, ... or mps";

	/** {@link #PATTERN} of the key {@code shard}; that part is at most count is checked by the frame. */
	public static final String SHARD = "[1-9][0-9]{0,5}/[1-9][0-9]{0,5}";

	/** {@link #ALLOWED} of the key {@code shard}. */
	public static final String SHARDS = "part/count, e.g. 2/8";

	/** {@link #PATTERN} of a comma-separated list of whole numbers. */
	public static final String INTEGERS = "\\s*-?[0-9]{1,9}(\\s*,\\s*-?[0-9]{1,9})*\\s*";

	/** {@link #PATTERN} of a comma-separated list of numbers. */
	public static final String NUMBERS = "\\s*-?[0-9.]{1,15}(\\s*,\\s*-?[0-9.]{1,15})*\\s*";

	private String cancelReason;

	/**
	 * Does the command's work. All inputs are valid as far as their declaration goes; files are absolute.
	 *
	 * @param monitor to be passed to the step
	 * @throws SonoflowException if something is wrong with the user's input, files or device
	 */
	protected abstract void execute(Monitor monitor);

	/**
	 * Checks, runs and reports. If a macro runs it is aborted on failure and the module counts as cancelled, as it does
	 * in a window after a message; where nobody could be told otherwise, the exception is thrown.
	 */
	@Override
	public final void run() {
		final String title = title();
		final Thread thread = Thread.currentThread();
		final ClassLoader loader = thread.getContextClassLoader();
		// In the plugins folder of plain ImageJ the thread's class loader does not know the network engine.
		thread.setContextClassLoader(getClass().getClassLoader());
		try (FrameMonitor monitor = Monitors.open(title, getContext())) {
			final Inputs inputs = new Inputs(this);
			Host.givenText().ifPresent(inputs::assign);
			inputs.check();
			monitor.stopWhen(this::isCanceled);
			execute(monitor);
		}
		catch (final SonoflowException e) {
			fail(title, e.getMessage(), e);
		}
		catch (final OutOfMemoryError e) {
			final String message = "Java's memory is full (" + Runtime.getRuntime().maxMemory() / (1 << 20) +
				" MB). Give ImageJ more memory (Edit > Options > Memory & Threads, or -Xmx), or use smaller images or batches.";
			fail(title, message, new SonoflowException.Device(message, e));
		}
		catch (final RuntimeException | Error e) {
			final String message = UnexpectedFailure.describe(e);
			UnexpectedFailure.log(title, e, getContext());
			fail(title, message, e instanceof Error error ? new IllegalStateException(message, error) : (RuntimeException) e);
		}
		finally {
			thread.setContextClassLoader(loader);
		}
	}

	/**
	 * A {@link Previewable} command shows what the dialog holds; as long as something in it is wrong, half-typed, it shows
	 * nothing, and the message comes after OK.
	 */
	@Override
	public final void follow(final Map<String, String> values) {
		if (!(this instanceof Previewable previewable)) return;
		try {
			if (values == null) {
				previewable.cancel();
				return;
			}
			final Inputs inputs = new Inputs(this);
			inputs.assign(values);
			inputs.check();
			previewable.preview();
		}
		catch (final SonoflowException e) {
			previewable.cancel();
		}
	}

	private void fail(final String title, final String message, final RuntimeException exception) {
		if (!Host.fail(title, message)) throw exception;
		cancel(message);
	}

	/** {@return the menu label without its dots, e.g. "Crop Ultrasound"} */
	final String title() {
		final Plugin plugin = getClass().getAnnotation(Plugin.class);
		if (plugin == null) return getClass().getSimpleName();
		final String path = plugin.menuPath();
		return path.substring(path.lastIndexOf('>') + 1).replace("...", "").trim();
	}

	/** {@return the file as an absolute path without dots, or null for null} */
	protected static Path path(final File file) {
		return file == null ? null : file.toPath().toAbsolutePath().normalize();
	}

	/** {@return the comma-separated items without blanks around them; of an empty text none} */
	protected static List<String> list(final String text) {
		return text == null || text.isBlank() ? List.of() : Arrays.stream(text.split(",", -1)).map(String::strip)
			.toList();
	}

	/** {@return the paths of a comma-separated text, absolute; a text that is itself an existing path is one path} */
	protected static List<Path> paths(final String text) {
		if (text != null && !text.isBlank() && new File(text.strip()).exists()) return List.of(path(new File(text
			.strip())));
		return list(text).stream().map(item -> path(new File(item))).toList();
	}

	/** {@return the whole numbers of a comma-separated text declared with the pattern {@link #INTEGERS}} */
	protected static int[] integers(final String text) {
		return list(text).stream().mapToInt(Integer::parseInt).toArray();
	}

	@Override
	public final boolean isCanceled() {
		return cancelReason != null;
	}

	@Override
	public final void cancel(final String reason) {
		cancelReason = reason == null ? "" : reason;
	}

	@Override
	public final String getCancelReason() {
		return cancelReason;
	}
}
