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

import io.sonoflow.legacy.DialogFollower;
import io.sonoflow.legacy.Host;
import io.sonoflow.legacy.Recording;
import io.sonoflow.legacy.dialog.CommandDialog;

import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleException;

/** A SciJava command as a plugin of ImageJ 1; only {@link Adapter} may touch this class. */
final class AdaptedCommand {

	private static Context context;

	private AdaptedCommand() {
	}

	static void run(final String className) {
		final Context scijava = context();
		final CommandInfo info = scijava.service(CommandService.class).getCommand(className);
		if (info == null) {
			IJ.error("Sonoflow", "The command " + className + " is not in SciJava's plugin index. The jar is damaged: " +
				"install Sonoflow again.");
			return;
		}
		final CommandModule module = module(scijava, info);
		final DialogFollower command = (DialogFollower) module.getCommand();
		try (Recording recording = new Recording(command.label())) {
			if (Host.isInteractive() && Macro.getOptions() == null && !CommandDialog.ask(command)) return;
			Host.fromMenu(module::run);
			if (!module.isCanceled()) recording.succeeded(command.parameters());
		}
	}

	/** {@return what SciJava knows of the command} */
	static CommandInfo info(final String className) {
		return context().service(CommandService.class).getCommand(className);
	}

	/** The command runs in this thread and without SciJava's processors: they would ask again, and end in another. */
	private static CommandModule module(final Context scijava, final CommandInfo info) {
		try {
			final CommandModule module = (CommandModule) info.createModule();
			scijava.inject(module.getCommand());
			return module;
		}
		catch (final ModuleException e) {
			throw new IllegalStateException("The command " + info.getDelegateClassName() + " cannot be made: " + e
				.getMessage(), e);
		}
	}

	/** One context for the whole session. SciJava finds plugins through the thread's class loader, which is ours here. */
	private static synchronized Context context() {
		if (context == null) context = new Context();
		return context;
	}
}
