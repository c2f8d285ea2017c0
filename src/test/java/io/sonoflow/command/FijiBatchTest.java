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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.image.Images;
import io.sonoflow.legacy.launch.Adapter;
import io.sonoflow.legacy.launch.Launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

import net.imagej.patcher.LegacyHooks;
import net.imagej.patcher.LegacyInjector;
import net.imglib2.img.array.ArrayImg;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleService;
import org.scijava.thread.ThreadService;

/**
 * Macros in Fiji without windows: there each command runs in a thread of SciJava's, while ImageJ keeps the current image by
 * thread. imagej-legacy is not on Maven Central, but its hooks into ImageJ are, and act it out here.
 */
class FijiBatchTest {

	private static Context context;

	@TempDir
	private static Path folder;

	/** What imagej-legacy does with a menu entry that is a SciJava command. */
	private static final class Fiji extends LegacyHooks {

		@Override
		public Object interceptRunPlugIn(final String className, final String arg) {
			if (!className.equals(Adapter.class.getName())) return null;
			try {
				return context.service(ModuleService.class).run(context.service(CommandService.class).getCommand(arg), true).get();
			}
			catch (final InterruptedException | ExecutionException e) {
				throw new IllegalStateException(e);
			}
		}

		@Override
		public boolean isLegacyMode() {
			return true;
		}

		@Override
		public Iterable<Thread> getThreadAncestors() {
			final List<Thread> ancestors = new ArrayList<>();
			for (Thread thread = parent(null); thread != null && !ancestors.contains(thread); thread = parent(thread))
				ancestors.add(thread);
			return ancestors;
		}

		private static Thread parent(final Thread thread) {
			return context.service(ThreadService.class).getParent(thread);
		}
	}

	@BeforeAll
	static void open() throws IOException {
		context = new Context();
		assertEquals(0, Launcher.launch(System.out, System.err, "--run", "Make Phantoms...", "output=[" + folder.resolve("p") +
			"] patients=2"));
		LegacyInjector.installHooks(Launcher.class.getClassLoader(), new Fiji());
		assertEquals(0, run("crops", "run('Crop Ultrasound...', 'input=[" + folder + "/p] output=[" + folder + "/c] mode=views');"));
	}

	@AfterAll
	static void close() {
		LegacyInjector.installHooks(Launcher.class.getClassLoader(), null);
		context.dispose();
	}

	private static int run(final String name, final String code) throws IOException {
		final Path macro = Files.writeString(folder.resolve(name + ".ijm"), code.replace('\'', '"'));
		return Launcher.launch(System.out, new PrintStream(System.err, true), macro.toString());
	}

	private static String screen(final int number) throws IOException {
		try (var files = Files.list(folder.resolve("p/images"))) {
			return files.sorted().skip(number).findFirst().orElseThrow().toString();
		}
	}

	private static byte[] crop(final int screen) throws IOException {
		final String name = Path.of(screen(screen)).getFileName().toString().replace(".png", "_v0.png");
		return Images.pixels(ImageFiles.readGray(folder.resolve("c/images").resolve(name)));
	}

	private static byte[] pixels(final String file) {
		return Images.pixels(ImageFiles.readGray(folder.resolve(file)));
	}

	/** Elsewhere the whole screen was saved, with the patient's name in its header. */
	@Test
	void whatACommandShowsIsTheMacrosCurrentImage() throws IOException {
		for (final String mode : List.of("", "setBatchMode(true);")) {
			assertEquals(0, run("save", mode + " open('" + screen(0) + "'); run('Crop Ultrasound...', 'mode=views " +
				"views=185,130,300,300'); saveAs('PNG', '" + folder + "/one.png');"));
			assertArrayEquals(crop(0), pixels("one.png"), mode);
		}
	}

	@Test
	void theNextCommandTakesWhatTheLastOneShowed() throws IOException {
		for (final String mode : List.of("", "setBatchMode(true);")) {
			assertEquals(0, run("chain", mode + " open('" + screen(0) + "'); run('Crop Ultrasound...', 'mode=views " +
				"views=185,130,300,300'); run('Preview Markers...', 'count=2 strength=0 seed=3'); s = nSlices; saveAs('PNG', '" +
				folder + "/preview.png'); if (s != 2) exit('slices ' + s);"));
			final ArrayImg<?, ?> preview = ImageFiles.readGray(folder.resolve("preview.png"));
			assertEquals(preview.dimension(0), preview.dimension(1), mode);
		}
	}
}
