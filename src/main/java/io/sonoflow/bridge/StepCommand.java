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
package io.sonoflow.bridge;

import io.sonoflow.Monitor;
import io.sonoflow.Shutdown;
import io.sonoflow.SonoflowException;
import io.sonoflow.bridge.progress.FrameMonitor;
import io.sonoflow.bridge.progress.Monitors;
import io.sonoflow.legacy.DialogFollower;
import io.sonoflow.legacy.Host;
import io.sonoflow.legacy.dialog.CommandDialog;
import io.sonoflow.parameter.Parameters;
import io.sonoflow.step.Outcome;
import io.sonoflow.step.Step;

import java.io.File;
import java.util.Map;

import org.scijava.AbstractContextual;
import org.scijava.Cancelable;
import org.scijava.command.Command;
import org.scijava.command.Previewable;
import org.scijava.plugin.Plugin;

/**
 * A step in the menu: checks what was given, picks the monitor, runs the step and reports what went wrong. The step declares
 * the parameters; a command only names the step and shows its result:
 *
 * <pre>
 * &#64;Plugin(type = MenuEntry.class, menuPath = "Plugins&gt;Sonoflow&gt;" + CropUltrasound.LABEL, description = "Cuts ...")
 * public final class CropUltrasoundCommand extends StepCommand&lt;CropUltrasound.Result&gt; {
 *
 * 	public CropUltrasoundCommand() {
 * 		super(new CropUltrasound());
 * 	}
 *
 * 	&#64;Override
 * 	protected void show(final CropUltrasound.Result result) {
 * 		Show.table("Crops", result.columns(), result.rows());
 * 	}
 * }
 * </pre>
 *
 * From a script, {@code CommandService.run(CropUltrasoundCommand.class, true, "input", file)} gives the outputs
 * {@code folder}, {@code figures} and {@code image}, asks and shows nothing, and throws what went wrong.
 *
 * @param <R> the step's result
 */
public abstract class StepCommand<R> extends AbstractContextual implements MenuEntry, Command, Cancelable, DialogFollower {

	private final Step<R> step;
	private Outcome<R> outcome;
	private FrameMonitor shown;
	private boolean canceled;
	private String cancelReason;
	private boolean asked;

	/** @param step a new one, with the defaults */
	protected StepCommand(final Step<R> step) {
		this.step = step;
	}

	/** {@return the step; its fields are the inputs of this call} */
	protected Step<R> step() {
		return step;
	}

	/** Gives the step what no key can, such as the active image; called before the step checks its parameters. */
	protected void prepare() {
	}

	/** Shows the result in windows. Called if a menu or a macro started the command, never for a script. */
	protected void show(final R result) {
	}

	/** {@return what of the result is an image, for a script; null = none} */
	protected Object image(final R result) {
		return null;
	}

	/** Runs as for a script: without windows. */
	@Override
	public final void run() {
		run(Host.isFromMenu());
	}

	/**
	 * Checks, runs and reports. If a macro runs it is aborted on failure and the module counts as cancelled, as it does
	 * in a window after a message; for a script, and where nobody could be told otherwise, the exception is thrown.
	 *
	 * @param windows whether somebody wants to see progress, result and messages
	 */
	final void run(final boolean windows) {
		while (attempt(windows)) {
			// The dialog came back with what was wrong, and the user corrected it.
		}
	}

	/** {@return whether it shall be tried again, with other values} */
	private boolean attempt(final boolean windows) {
		try (FrameMonitor monitor = Monitors.open(title(), getContext(), windows)) {
			shown = monitor;
			work(monitor, windows);
		}
		catch (final SonoflowException e) {
			if (windows && asked && !step.hasBegun() && (e instanceof SonoflowException.Input ||
				e instanceof SonoflowException.File))
			{
				if (CommandDialog.askAgain(this, e.getMessage())) return true;
				cancel("");
			}
			else fail(e.getMessage(), e, windows);
		}
		catch (final OutOfMemoryError e) {
			final String message = "Java's memory is full (" + Runtime.getRuntime().maxMemory() / (1 << 20) +
				" MB). Give ImageJ more memory (Edit > Options > Memory & Threads, or -Xmx), or use smaller images or batches.";
			fail(message, new SonoflowException.Device(message, e), windows);
		}
		catch (final RuntimeException | Error e) {
			final String message = UnexpectedFailure.describe(e);
			UnexpectedFailure.log(title(), e, getContext());
			fail(message, e instanceof Error error ? new IllegalStateException(message, error) : (RuntimeException) e, windows);
		}
		return false;
	}

	private void work(final FrameMonitor monitor, final boolean windows) {
		outcome = null;
		Host.givenText().ifPresent(step::set);
		monitor.stopWhen(this::isCanceled);
		prepare();
		if (step.has("output") && step.get("output") instanceof File output) monitor.about(output);
		outcome = step.outcome(monitor);
		if (windows) show(monitor);
		monitor.done(outcome.folder(), outcome.figures(), !outcome.early().isEmpty());
	}

	/** What is written is whole by now; only a macro, or who has nothing but the window, lacks something without it. */
	private void show(final Monitor monitor) {
		try {
			show(outcome.result());
		}
		catch (final RuntimeException | OutOfMemoryError e) {
			if (Host.isMacro() || outcome.folder() == null) throw e;
			if (!(e instanceof SonoflowException)) UnexpectedFailure.log(title(), e, getContext());
			monitor.warn("All is written, but not all of it can be shown: " + (e instanceof SonoflowException ? e.getMessage()
				: e instanceof OutOfMemoryError ? "Java's memory is full." : UnexpectedFailure.describe(e)));
		}
	}

	@Override
	public final String label() {
		return step.label();
	}

	@Override
	public final String description() {
		final Plugin entry = getClass().getAnnotation(Plugin.class);
		return entry == null ? "" : entry.description();
	}

	@Override
	public final Parameters parameters() {
		return step;
	}

	@Override
	public final void answered() {
		asked = true;
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
			step.set(values);
			step.check();
			previewable.preview();
		}
		catch (final SonoflowException e) {
			previewable.cancel();
		}
	}

	private void fail(final String message, final RuntimeException exception, final boolean windows) {
		// Nobody answers a window while ImageJ is closing; a macro must not go on even then.
		final boolean tell = windows && (Host.isMacro() || !Shutdown.isRequested());
		final boolean seen = tell && !Host.isMacro() && shown != null && shown.failed(message,
			exception instanceof SonoflowException.Cancelled);
		if (!seen && (!tell || !Host.fail(title(), message))) throw exception;
		// SciJava opens a window with any reason that it is given. In Fiji that is the only one if a macro runs: ImageJ takes its
		// own for a dialog that the macro's options answer. Else it would be the second.
		cancel(seen || Host.isInteractive() && !Host.isMacro() ? null : Host.wrap(message));
	}

	/** {@return the menu label without its dots, e.g. "Crop Ultrasound"} */
	private String title() {
		return step.label().replace("...", "").trim();
	}

	final File folder() {
		return outcome == null || outcome.folder() == null ? null : outcome.folder().toFile();
	}

	final Map<String, Object> figures() {
		return outcome == null ? Map.of() : outcome.figures();
	}

	final Object result() {
		return outcome == null ? null : outcome.result();
	}

	final Object image() {
		return outcome == null ? null : image(outcome.result());
	}

	@Override
	public final boolean isCanceled() {
		return canceled;
	}

	@Override
	public final void cancel(final String reason) {
		canceled = true;
		cancelReason = reason;
	}

	/** {@return why; null if a window has told it, or nobody gave a reason} */
	@Override
	public final String getCancelReason() {
		return cancelReason;
	}
}
