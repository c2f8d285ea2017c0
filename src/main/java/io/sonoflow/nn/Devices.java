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
package io.sonoflow.nn;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.LibUtils;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.cpu.InstructionSet;
import io.sonoflow.nn.cpu.ThreadShare;
import io.sonoflow.nn.engine.GraphicsCard;
import io.sonoflow.nn.precision.Precision;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Where networks are computed, by the names users give: {@code auto}, {@code cpu}, {@code gpu0}, {@code gpu1}, {@code mps}. */
public final class Devices {

	/** What the key {@code device} may be. */
	public static final String ALLOWED = "auto, cpu, gpu0, gpu1 (and so on), mps";

	private static final String MPS = "mps";

	/** GPUs in one computer that are looked for. */
	private static final int MOST = 64;

	private Devices() {
	}

	/**
	 * Finds the device and says which it is. A device that was asked for by name is either used or an error; it is never
	 * replaced by another.
	 *
	 * @param name {@code auto} (the first GPU, else the CPU), {@code cpu}, {@code gpu<n>} counted from 0, {@code mps}
	 * @param monitor is told the choice, and warned if a GPU of this computer stays unused
	 * @return a device that has just been seen to work
	 * @throws SonoflowException.Input if there is no such name
	 * @throws SonoflowException.Device if this computer, or the PyTorch library in use, has no such device
	 */
	public static Device parse(final String name, final Monitor monitor) {
		final Device device = switch (name) {
			case "auto" -> automatic(monitor);
			case "cpu" -> Device.cpu();
			case MPS -> Device.of(MPS, -1);
			default -> gpu(name);
		};
		probe(device, name);
		monitor.message("Computing on " + describe(device) + ".");
		return device;
	}

	private static Device automatic(final Monitor monitor) {
		if (seesGpu()) return Device.gpu(0);
		if (GraphicsCard.isSeen()) monitor.warn("This computer has an NVIDIA GPU, but the PyTorch library in use (" +
			Torch.version() +
			") " + (isCudaLibrary() ? "cannot reach it" : "is the one for CPUs") + ": computing on the CPU. \"Check Setup...\" says " +
			"what to do; device=cpu silences this.");
		return Device.cpu();
	}

	private static Device gpu(final String name) {
		if (!name.matches("gpu\\d{1,3}")) throw new SonoflowException.Input("device=" + name +
			" is unknown. Allowed are: " + ALLOWED + ".");
		final int index = Integer.parseInt(name.substring(3));
		if (seesGpu() && works(Device.gpu(index))) return Device.gpu(index);
		final int count = gpuCount();
		throw new SonoflowException.Device("device=" + name + " is not there: PyTorch " + Torch.version() + " sees " + (count ==
			0 ? "no GPU" : count + " GPU(s), gpu0 to gpu" + (count - 1)) + (isCudaLibrary() ? "" :
				", because the library in use is the one for CPUs") + ". Use device=auto or device=cpu" + (isCudaLibrary() ? "."
					: ", or install a PyTorch with CUDA by \"Install Engine...\" flavour=cu128 (see docs/gpu.md)."));
	}

	/** A device can be named and yet fail at the first array, which PyTorch then reports in its own words. */
	private static void probe(final Device device, final String name) {
		Torch.start();
		try (NDManager manager = Torch.manager(device); NDArray array = manager.ones(new Shape(1))) {
			array.toFloatArray();
		}
		catch (final EngineException | IllegalArgumentException | UnsupportedOperationException e) {
			throw new SonoflowException.Device("device=" + name + " does not work here (" + firstLine(e) +
				"). Use device=auto or device=cpu" + (device.getDeviceType().equals(MPS)
					? "; mps needs a Mac with Apple silicon." : "."), e);
		}
	}

	private static String firstLine(final Throwable thrown) {
		return String.valueOf(thrown.getMessage()).lines().findFirst().orElse("").strip();
	}

	/**
	 * {@return how many GPUs PyTorch can use; a number is made on each. (DJL asks CUDA's own library, of a toolkit that who has
	 *         PyTorch need not have, and counts none without it.)}
	 */
	public static int gpuCount() {
		if (!seesGpu()) return 0;
		int count = 0;
		while (count < MOST && works(Device.gpu(count)))
			count++;
		return count;
	}

	private static boolean works(final Device device) {
		try (NDManager manager = Torch.manager(device); NDArray array = manager.ones(new Shape(1))) {
			return array.toFloatArray()[0] == 1;
		}
		catch (final EngineException e) {
			return false;
		}
	}

	private static boolean seesGpu() {
		return Torch.start().hasCapability(ai.djl.engine.StandardCapabilities.CUDA);
	}

	/** {@return whether PyTorch is one with CUDA, whether or not there is a GPU} */
	public static boolean isCudaLibrary() {
		Torch.start();
		return Files.exists(Path.of(LibUtils.getLibtorchPath(), System.mapLibraryName("torch_cuda")));
	}

	/** {@return where the library in use is from, for people to read} */
	public static String library() {
		Torch.start();
		return OwnPyTorch.origin();
	}

	/** {@return the device as users name it} */
	public static String name(final Device device) {
		return device.isGpu() ? "gpu" + device.getDeviceId() : device.getDeviceType();
	}

	/**
	 * As {@link Precision#check}, on a device.
	 *
	 * @throws SonoflowException.Device if the device cannot compute in this precision
	 */
	public static void check(final Precision precision, final Device device, final Monitor monitor) {
		Torch.inference();
		try (NDManager manager = Torch.manager(device)) {
			precision.check(manager, name(device), monitor);
		}
	}

	/** The same for a key that may be {@link Precision#AUTO}, of which the user is told what bfloat16 would give. */
	public static void check(final String precision, final Device device, final Monitor monitor) {
		check(Precision.chosen(precision), device, monitor);
		if (precision.equals(Precision.AUTO)) try (NDManager manager = Torch.manager(device)) {
			Torch.inference();
			Precision.advise(manager, name(device), monitor);
		}
	}

	/** {@return e.g. {@code cpu (2 threads, PyTorch 2.7.1)}} */
	public static String describe(final Device device) {
		final String more = device.equals(Device.cpu()) ? threads() + (InstructionSet.isLimited() ? "SSE4.1 only, " : "") : "";
		return name(device) + " (" + more + "PyTorch " + Torch.version() + ")";
	}

	private static String threads() {
		return Torch.threads() + (Torch.threads() == 1 ? " thread" : " threads") + (ThreadShare.isLimited() ? " as " +
			ThreadShare.SHARE + " says, " : ", ");
	}

	/** {@return whether PyTorch's words are those of a device, or the computer, that has no memory left} */
	public static boolean isMemory(final EngineException e) {
		final String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
		return text.contains("out of memory") || text.contains("allocate memory") || text.contains("not enough memory");
	}

	/** {@return where double precision is for a network on this device: there, or on the CPU if it has none (mps)} */
	public static Device precise(final Device device) {
		return device.getDeviceType().equals(MPS) ? Device.cpu() : device;
	}
}
