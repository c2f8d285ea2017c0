"""What PyTorch's own optimize_for_inference makes of a TorchScript: the strongest peer of Sonoflow's inference on a CPU.

    python3 optimized.py [THREADS]

Prints one line a network: `python <network> <size> <script ms> <optimised ms> <ratio>`: medians over alternating rounds of a
batch of 16 images (U-Net: 32,768 pixels), processor and elapsed time. With PyTorch 1.13 as Debian has it, this is a ratio of its
own: Sonoflow's is to the same script in PyTorch 2.7.1 (`mvn -q -Pbench -Dbench=speed`).
"""
import statistics
import sys
import time

import torch
import torchvision

import unet

ROUNDS = 9


def classifier(name):
    network = getattr(torchvision.models, name)(num_classes=2)
    if name.startswith("resnet"):
        network.conv1 = torch.nn.Conv2d(1, 64, 7, 2, 3, bias=False)
    else:
        network.features.conv0 = torch.nn.Conv2d(1, 64, 7, 2, 3, bias=False)
    return network


def clock(network, inputs):
    elapsed, processor = time.perf_counter(), time.process_time()
    network(*inputs)
    return 1e3 * (time.perf_counter() - elapsed), 1e3 * (time.process_time() - processor)


def main():
    torch.set_num_threads(int(sys.argv[1]) if len(sys.argv) > 1 else 2)
    torch.manual_seed(0)
    print("PyTorch", torch.__version__, torch.get_num_threads(), "threads", flush=True)
    cases = [(n, s, classifier(n), (torch.randn(16, 1, s, s),)) for n, s in (
        ("resnet18", 224), ("resnet18", 64), ("resnet50", 224), ("densenet121", 224))]
    for size in (64, 128):
        count = 32768 // size ** 2
        cases.append(("unet", size, unet.UNet(size, 64, unet.MULTIPLIERS[size]),
                      (torch.randn(count, 1, size, size), 100.0 * torch.arange(count))))
    with torch.no_grad():
        for name, size, network, inputs in cases:
            script = torch.jit.trace(network.eval(), inputs)
            for _ in range(3):
                expected = script(*inputs)
            optimised = torch.jit.optimize_for_inference(torch.jit.trace(network, inputs))
            for _ in range(3):
                found = optimised(*inputs)
            apart = (found - expected).abs().max().item()
            turns = [(clock(script, inputs), clock(optimised, inputs)) for _ in range(ROUNDS)]
            for kind, clocks in (("elapsed", 0), ("processor", 1)):
                a, b = (statistics.median(turn[side][clocks] for turn in turns) for side in (0, 1))
                print(f"python {name} {size} {kind} {a:.1f} {b:.1f} {a / b:.3f} (apart {apart:.1e})", flush=True)


if __name__ == "__main__":
    main()
