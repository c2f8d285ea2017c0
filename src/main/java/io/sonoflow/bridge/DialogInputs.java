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

import io.sonoflow.legacy.DialogFollower;
import io.sonoflow.legacy.Host;
import io.sonoflow.legacy.Recording;
import io.sonoflow.legacy.dialog.CommandDialog;

import java.util.function.BooleanSupplier;

import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Plugin;
import org.scijava.widget.InputHarvester;

/**
 * Asks for what {@link QuietInputs} left open with our own dialog, the same as in plain ImageJ. It comes right before
 * SciJava's dialog, which then has nothing to ask. Fiji's recorder has noted by then that the inputs were open, and records
 * them.
 */
@Plugin(type = PreprocessorPlugin.class, priority = InputHarvester.PRIORITY + 1)
public final class DialogInputs extends AbstractPreprocessorPlugin {

	private final BooleanSupplier canAsk;

	public DialogInputs() {
		this(Host::isInteractive);
	}

	/** @param canAsk whether somebody is there to answer */
	DialogInputs(final BooleanSupplier canAsk) {
		this.canAsk = canAsk;
	}

	@Override
	public void process(final Module module) {
		if (!(module.getDelegateObject() instanceof final DialogFollower command) || !isAnyOpen(module) || !canAsk
			.getAsBoolean()) return;
		if (!CommandDialog.ask(command)) {
			Recording.forget(command.label());
			cancel(null);
			return;
		}
		for (final ModuleItem<?> input : module.getInfo().inputs())
			module.resolveInput(input.getName());
	}

	private static boolean isAnyOpen(final Module module) {
		for (final ModuleItem<?> input : module.getInfo().inputs())
			if (!module.isInputResolved(input.getName())) return true;
		return false;
	}
}
