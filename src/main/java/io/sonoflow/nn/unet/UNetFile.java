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
import ai.djl.ndarray.types.DataType;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.StateLoader;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.weights.Architecture;
import io.sonoflow.nn.weights.DType;
import io.sonoflow.nn.weights.Safetensors;
import io.sonoflow.nn.weights.StateDict;
import io.sonoflow.nn.weights.Tensor;
import io.sonoflow.nn.weights.UNetShape;
import io.sonoflow.nn.weights.Weights;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * U-Nets from and to files.
 *
 * <pre>
 * UNetFile.write(path, UNetFile.arrays(network), network.config(), Map.of("schedule", "cosine"));
 * UNetFile file = UNetFile.open(Path.of("released.pt"), UNetHints.NONE, monitor);
 * try (UNet network = file.network(device)) {
 * 	...
 * }
 * </pre>
 *
 * @param config ours from the header, of other files from names and shapes of the tensors
 * @param notes what else {@link #write} was given; empty for files of other programs
 * @param weights the tensors under their final names; they stay in the file until they are wanted
 */
public record UNetFile(UNetConfig config, Map<String, String> notes, StateDict weights) {

	private static final int FINEST_ATTENTION = 16;

	/** Copies the notes. */
	public UNetFile {
		notes = Collections.unmodifiableMap(new LinkedHashMap<>(notes));
	}

	/**
	 * Reads what a model is, without its weights.
	 *
	 * @param file of {@link #write}, or any weights of a guided-diffusion U-Net that {@link Weights} reads; of a checkpoint
	 *          the averaged ones are taken
	 * @param hints what the weights of other programs do not tell; not used for files of ours
	 * @param monitor is told what was assumed
	 * @throws SonoflowException.File if it cannot be read or is no U-Net; the message says what it is instead
	 */
	public static UNetFile open(final Path file, final UNetHints hints, final Monitor monitor) {
		final StateDict read = Weights.read(file);
		final String architecture = read.metadata().get(UNetMetadata.ARCHITECTURE);
		if (UNetMetadata.NAME.equals(architecture)) return own(file, read, hints, monitor);
		final StateDict weights = read.network(hints.prefix(), List.of(UNetMetadata.NAME), monitor);
		GuidedDiffusionRun.advice(file).ifPresent(monitor::message);
		final Architecture found = Architecture.of(weights);
		if (found.unet() == null) throw new SonoflowException.File(file + " is no diffusion model, but: " + found
			.description() + ". Give the model.safetensors of \"Train Diffusion...\", or weights of guided-diffusion's U-Net.");
		return new UNetFile(foreign(file, found.unet(), hints, monitor), Map.of(), weights);
	}

	private static UNetFile own(final Path file, final StateDict read, final UNetHints hints, final Monitor monitor) {
		return new UNetFile(UNetMetadata.read(read.metadata(), file.toString()), UNetMetadata.notes(read.metadata()), hints
			.prefix().isBlank() ? read : read.network(hints.prefix(), List.of(UNetMetadata.NAME), monitor));
	}

	private static UNetConfig foreign(final Path file, final UNetShape shape, final UNetHints hints, final Monitor monitor) {
		final int size = hints.size() > 0 ? hints.size() : probableSize(shape);
		if (size == 0) throw new SonoflowException.Input("The image size of " + file +
			" cannot be read off its tensors: give it with the key size.");
		final int heads = hints.heads() > 0 ? hints.heads() : UNetConfig.DEFAULT_HEADS;
		final AttentionOrder order = hints.order() == null ? AttentionOrder.LEGACY : hints.order();
		monitor.message(String.format(Locale.ROOT, "%s: %s. Its tensors do not tell, so taken as %s: size %d, %s, %s attention " +
			"order.", file.getFileName(), shape.describe(), hints.isEmpty() ? "usual" : "given", size, hints
				.headChannels() > 0 ? hints.headChannels() + " channels a head" : heads + " heads", order.name().toLowerCase(
					Locale.ROOT)));
		final List<String> labels = IntStream.range(0, shape.classes()).mapToObj(String::valueOf).toList();
		return new UNetConfig(shape, size, heads, hints.headChannels(), order, 0, labels);
	}

	private static int probableSize(final UNetShape shape) {
		for (int size = 512; size >= 64; size /= 2) {
			final List<Integer> widths = UNetConfig.defaultMultipliers(size).stream().map(m -> (int) (m * shape.base())).toList();
			if (widths.equals(shape.widths())) return size;
		}
		return shape.attention().isEmpty() ? 0 : FINEST_ATTENTION * Collections.min(shape.attention());
	}

	/**
	 * @param device where the parameters are to live
	 * @return the network with its weights; close it
	 * @throws SonoflowException.File if tensors are missing, of another shape or too many; the message names them
	 */
	public UNet network(final Device device) {
		check();
		final UNet network = new UNet(device, config);
		try {
			StateLoader.fill(network.named(), weights, config.shape().describe());
			return network;
		}
		catch (final RuntimeException e) {
			network.close();
			throw e;
		}
	}

	/** Before anything is allocated for what may be damage in a header. */
	private void check() {
		try {
			StateLoader.checkShapes(config.shape().tensors(weights.tensors().size()), weights, config.shape().describe());
		}
		catch (final IllegalArgumentException e) {
			throw new SonoflowException.File("The configuration in the header of " + weights.source() + " is damaged (" + e
				.getMessage() + "). Train the model again, or take another copy of the file.", e);
		}
	}

	/** {@return the network's parameters by name, as {@link #write} takes them; an average has the same names} */
	public static Map<String, NDArray> arrays(final UNet network) {
		final Map<String, NDArray> arrays = new LinkedHashMap<>();
		network.named().forEach((name, parameter) -> arrays.put(name, parameter.getArray()));
		return arrays;
	}

	/**
	 * As {@link #write(Path, Map, UNetConfig, Map, DType)} in float32.
	 */
	public static void write(final Path file, final Map<String, NDArray> arrays, final UNetConfig config,
		final Map<String, String> notes)
	{
		write(file, arrays, config, notes, DType.F32);
	}

	/**
	 * Writes a model, the configuration in the header. Python's safetensors reads it, and guided-diffusion's
	 * {@code load_state_dict} takes it.
	 *
	 * @param file any old one is replaced
	 * @param arrays every parameter of the network, by name
	 * @param notes anything else worth keeping, e.g. the noise schedule; keys of its own
	 * @param type F32 (exact), or F16: half the size, three digits
	 * @throws SonoflowException.File if it cannot be written
	 */
	public static void write(final Path file, final Map<String, NDArray> arrays, final UNetConfig config,
		final Map<String, String> notes, final DType type)
	{
		final Map<String, Tensor> tensors = new LinkedHashMap<>();
		arrays.forEach((name, array) -> tensors.put(name, type == DType.F16 ? half(array) : Torch.lent(array)));
		Safetensors.write(file, tensors, UNetMetadata.write(config, notes));
	}

	private static Tensor half(final NDArray array) {
		try (NDArray half = array.toType(DataType.FLOAT16, true); NDArray host = half.toDevice(Device.cpu(), false)) {
			final ByteBuffer bytes = host.toByteBuffer(false);
			final ByteBuffer copy = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
			return Tensor.of(DType.F16, copy, array.getShape().getShape());
		}
	}
}
