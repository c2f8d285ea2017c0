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
package io.sonoflow;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.desk.Desk;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jar for plain ImageJ in the plugins folder of a real ImageJ with its window. There the plugin's class loader is another
 * than that of the threads, which tests with everything on one class path never see.
 */
class ImageJPluginIT {

	private static final Path JAR = Path.of(System.getProperty("sonoflow.imagej"));

	@TempDir
	private Path folder;

	@Test
	void inThePluginsFolderItMeasuresCropsAndTrains() throws IOException, InterruptedException {
		Files.copy(JAR, Files.createDirectories(folder.resolve("plugins")).resolve(JAR.getFileName()));
		final Path macro = Files.writeString(folder.resolve("all.ijm"), """
			run("Check Setup...", "device=cpu");
			run("Make Phantoms...", "output=phantoms patients=4");
			run("Crop Ultrasound...", "input=phantoms output=crops mode=views size=64");
			run("Train Classifier...", "input=crops output=model size=32 epochs=1 batch=8 device=cpu");
			File.saveString("end", "end.txt");
			run("Quit");
			""");
		final String ij = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)).filter(path -> Path.of(
			path).getFileName().toString().matches("ij-1\\..*\\.jar")).findFirst().orElseThrow();
		Desk.java(folder, List.of("-cp", ij, "ij.ImageJ", "-ijpath", folder.toString(), "-port0", "-macro", macro.toString()));
		assertTrue(Files.exists(folder.resolve("end.txt")), Files.readString(folder.resolve("desk.log")));
		assertTrue(Files.exists(folder.resolve("model/model.safetensors")));
	}

	@Test
	void itHoldsNoImageJ() throws IOException {
		try (JarFile jar = new JarFile(JAR.toFile())) {
			assertFalse(jar.stream().anyMatch(entry -> entry.getName().startsWith("ij/")), "ImageJ's classes twice");
			assertTrue(jar.getEntry("plugins.config") != null);
		}
	}
}
