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
package io.sonoflow.desk;

import ij.ImageJ;

import io.sonoflow.command.InspectWeightsCommand;
import io.sonoflow.legacy.Host;

import java.awt.Dialog;
import java.awt.Window;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.app.event.StatusEvent;
import org.scijava.command.CommandService;
import org.scijava.event.EventHandler;
import org.scijava.event.EventService;
import org.scijava.module.Module;
import org.scijava.module.ModuleRunner;
import org.scijava.module.ModuleService;

/**
 * A path that does not exist, given in the menu of an ImageJ with its window, under SciJava's own runner of commands: the user is
 * told once, in a window that fits the screen. (SciJava shows each warning of its status line in a window of its own.)
 */
public final class FijiMessage {

	private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
	private final List<String> dialogs = new ArrayList<>();
	private int widest;

	private FijiMessage() {
	}

	/** Hears what SciJava would show in a window. */
	@EventHandler
	void hear(final StatusEvent event) {
		if (event.isWarning()) warnings.add(event.getStatusMessage());
	}

	private boolean close() throws Exception {
		for (final Window window : Window.getWindows())
			if (window instanceof Dialog dialog && dialog.isShowing()) {
				if (dialogs.isEmpty()) Desk.shot(Path.of("message.png"));
				dialogs.add(dialog.getTitle());
				widest = Math.max(widest, dialog.getWidth());
				dialog.dispose();
				return true;
			}
		return false;
	}

	private void run(final String path) throws Exception {
		try (Context context = new Context()) {
			context.service(EventService.class).subscribe(this);
			final Module command = context.service(ModuleService.class).createModule(context.service(CommandService.class).getCommand(
				InspectWeightsCommand.class));
			command.setInput("input", new File(path));
			final Thread menu = new Thread(() -> Host.fromMenu(new ModuleRunner(context, command, List.of(), List.of())::run));
			menu.start();
			while (menu.isAlive()) {
				close();
				menu.join(200);
			}
			while (close())
				Thread.sleep(200);
			if (!(command instanceof Cancelable cancelable) || !cancelable.isCanceled()) throw new AssertionError(
				"The command does not count as cancelled.");
		}
		if (dialogs.size() != 1 || !warnings.isEmpty()) throw new AssertionError("Told more or less than once: windows " + dialogs +
			", SciJava's " + warnings);
		if (widest > 900) throw new AssertionError("The message is " + widest + " pixels wide.");
	}

	public static void main(final String[] arguments) throws Exception {
		new ImageJ();
		final String path = "/data/" + "a_folder_with_a_long_name/".repeat(8) + "model.safetensors";
		new FijiMessage().run(path);
		System.out.println("told once " + Arrays.toString(arguments));
		System.exit(0);
	}
}
