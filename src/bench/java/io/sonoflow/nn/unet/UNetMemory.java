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
package io.sonoflow.nn.unet;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.nn.Initializer;
import io.sonoflow.nn.Torch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Resident memory of this process (Linux), now and at its peak, with the published network at 256 px: made, written, read
 * back, asked once. The aim is a peak below 4 GB.
 */
public final class UNetMemory {

	private static final int SIZE = 256;

	private UNetMemory() {
	}

	private static void say(final String what) throws IOException {
		final StringBuilder line = new StringBuilder();
		for (final String status : Files.readAllLines(Path.of("/proc/self/status")))
			if (status.startsWith("VmRSS") || status.startsWith("VmHWM")) line.append(String.format(Locale.ROOT, "  %s %,d MB",
				status.substring(0, 5), Long.parseLong(status.replaceAll("\\D", "")) / 1024));
		System.out.println(what + ":" + line);
	}

	/** @param arguments a folder for the model file, to ask a file there may be already */
	public static void main(final String[] arguments) throws IOException {
		Torch.inference();
		final Path file = Path.of(arguments[0], "published.safetensors");
		if (!Files.exists(file)) try (UNet network = UNet.create(Device.cpu(), UNetConfig.builder(SIZE).build(), 1)) {
			say("made");
			UNetFile.write(file, UNetFile.arrays(network), network.config(), Map.of());
			say("written");
		}
		try (UNet network = UNetFile.open(file, UNetHints.NONE, Monitor.NONE).network(Device.cpu());
				NDManager manager = Torch.manager(Device.cpu()))
		{
			say("read");
			final float[] data = new float[SIZE * SIZE];
			Initializer.normal(data, RandomStream.of(1, "memory"), 1);
			final NDArray x = Torch.floats(manager, data, 1, 1, SIZE, SIZE);
			for (int i = 0; i < 2; i++) {
				final long start = System.nanoTime();
				network.forward(x, manager.create(new float[] { 500 }), null, false).close();
				say(String.format(Locale.ROOT, "asked in %.1f s", (System.nanoTime() - start) / 1e9));
			}
		}
	}
}
