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
package io.sonoflow.legacy.window;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.step.report.SonoflowReport;

import java.awt.Desktop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

import javax.swing.SwingUtilities;

/** Opens files and folders with what the user's desktop has for them; where there is no desktop, tells where they are. */
final class Opening {

	private Opening() {
	}

	/** @param tell gets the path if nothing can open it, in Swing's thread */
	static void open(final Path path, final Consumer<String> tell) {
		// Some desktops take seconds, and would hold up all windows.
		final Thread thread = new Thread(() -> {
			if (!isOpened(path)) SwingUtilities.invokeLater(() -> tell.accept(path.toString()));
		}, "Sonoflow opens " + path.getFileName());
		thread.setDaemon(true);
		thread.start();
	}

	/** {@return where the report on a run is written: beside its folder} */
	static Path reports(final Path folder) {
		return folder.resolveSibling(folder.getFileName() + "-report");
	}

	/**
	 * Writes a report on a run, and opens it.
	 *
	 * @param tell gets the path if nothing can open it, in Swing's thread
	 */
	static void report(final Path folder, final Consumer<String> tell) {
		// Not as a macro would: whatever else the user starts meanwhile would count as a macro's.
		final Thread thread = new Thread(() -> {
			try {
				open(SonoflowReport.of(List.of(folder), reports(folder)).with("overwrite", true).run(Monitor.NONE).html(), tell);
			}
			catch (final SonoflowException e) {
				SwingUtilities.invokeLater(() -> tell.accept(e.getMessage()));
			}
		}, "Sonoflow Report");
		thread.setDaemon(true);
		thread.start();
	}

	private static boolean isOpened(final Path path) {
		if (!Desktop.isDesktopSupported()) return false;
		final Desktop desktop = Desktop.getDesktop();
		try {
			if (Files.isRegularFile(path) && desktop.isSupported(Desktop.Action.BROWSE)) desktop.browse(path.toUri());
			else if (desktop.isSupported(Desktop.Action.OPEN)) desktop.open(path.toFile());
			else return false;
			return true;
		}
		catch (final IOException | IllegalArgumentException | UnsupportedOperationException e) {
			return false;
		}
	}
}
